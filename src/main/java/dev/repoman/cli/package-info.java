/// The picocli entrypoint: which commands there are, what an error looks like, and commands that are hidden.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli;
