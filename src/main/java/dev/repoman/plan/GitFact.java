package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// What git can say of a repository, told without running anything that the repository configures.
public sealed interface GitFact {
    /// The folder is no git repository, or none with files in it.
    record None() implements GitFact {}

    /// It is one, and could not be told more of.
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
