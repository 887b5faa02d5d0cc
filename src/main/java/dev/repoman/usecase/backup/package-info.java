/// `sync` and `restore`.
@org.jspecify.annotations.NullMarked
package dev.repoman.usecase.backup;
