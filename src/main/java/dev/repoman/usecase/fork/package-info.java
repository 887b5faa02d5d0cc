/// The commands for forks.
@org.jspecify.annotations.NullMarked
package dev.repoman.usecase.fork;
