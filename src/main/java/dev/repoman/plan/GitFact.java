package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// The state of a repository, from git.
public sealed interface GitFact {
    /// The folder is not a git repository, or not one with files in it.
    record None() implements GitFact {}

    /// It is a repository, but its state could not be determined.
    record Unknown(String why) implements GitFact {}

    /// @param branch null where HEAD is detached
    /// @param commit 40 or 64 hexadecimal digits; null before the first commit
    /// @param changed tracked files that differ from the commit, staged or not
    /// @param untracked files, and folders that have no tracked file, which are not ignored
    /// @param upstream for example `origin/main`; null where the branch has none, or it was never fetched
    /// @param ahead commits that the upstream lacks; 0 without one
    /// @param behind commits that only the upstream has
    record Known(
            @Nullable String branch,
            @Nullable String commit,
            int changed,
            int untracked,
            @Nullable String upstream,
            int ahead,
            int behind)
            implements GitFact {}
}
