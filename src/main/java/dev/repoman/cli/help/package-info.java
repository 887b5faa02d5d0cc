/// Help pages, completion, and what is said of a command line that is wrong.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.help;
