/// Help pages, completion, and messages about a wrong command line.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.help;
