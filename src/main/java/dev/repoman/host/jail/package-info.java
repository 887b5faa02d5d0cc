/// Programs that work on trees that an agent can write: each runs in a child that sees nothing else.
@org.jspecify.annotations.NullMarked
package dev.repoman.host.jail;
