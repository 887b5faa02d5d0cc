/// The repository half of a checkpoint: a store of git's own format for each project, below
/// `$XDG_DATA_HOME/repoman/checkpoints`, which no agent can write. All that touches a repository runs in a jail.
@org.jspecify.annotations.NullMarked
package dev.repoman.checkpoint;
