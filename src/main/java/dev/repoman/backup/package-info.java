/// Mirrors of repositories: the backup root and its guards' facts, rsync, what is remembered of each run.
@org.jspecify.annotations.NullMarked
package dev.repoman.backup;
