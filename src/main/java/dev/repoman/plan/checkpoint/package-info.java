/// Checkpoints: which there are, which go, and what an undo would change.
@org.jspecify.annotations.NullMarked
package dev.repoman.plan.checkpoint;
