/// One class per command: options, a request, one delegation, a view.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli.command;
