/// Mirrors of repositories: the backup root and the facts for its guards, rsync, the recorded state of each
/// run.
@org.jspecify.annotations.NullMarked
package dev.repoman.backup;
