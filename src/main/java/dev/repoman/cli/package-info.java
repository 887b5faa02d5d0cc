/// The picocli entrypoint: one class per command (options, request, one delegation, view), views, exit codes.
@org.jspecify.annotations.NullMarked
package dev.repoman.cli;
