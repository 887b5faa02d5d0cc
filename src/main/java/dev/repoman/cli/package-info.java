/// The picocli entrypoint: the list of commands, errors, and hidden commands.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli;
