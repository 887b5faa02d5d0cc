/// Incus over its REST API: the port, its implementation over sockets, and what looks at it.
@org.jspecify.annotations.NullMarked
package dev.repoman.incus;
