/// The host: user, folders, git, processes, terminals.
@org.jspecify.annotations.NullMarked
package dev.repoman.host;
