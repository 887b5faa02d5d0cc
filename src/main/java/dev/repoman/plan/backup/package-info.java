/// The guards of `sync` and `restore`.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.backup;
