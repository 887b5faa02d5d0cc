/// The commands below `config`.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.command.config;
