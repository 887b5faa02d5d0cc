package dev.repoman.plan;

/// Where a repository is, and where its checkpoints are kept.
///
/// @param path of the repository: absolute, its links resolved; the path to it is trusted
/// @param gitFolder that of a linked worktree or a submodule, which lies elsewhere; else empty
/// @param store absolute path of the store
public record RepositoryPlace(String path, String gitFolder, String store) {}
