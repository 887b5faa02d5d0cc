/// The terminal: streams, colour, width, tables, the live line, questions, exit codes.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.console;
