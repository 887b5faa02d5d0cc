/// `checkpoint`, `checkpoints` and `undo`.
@org.jspecify.annotations.NullMarked
package dev.repoman.usecase.checkpoint;
