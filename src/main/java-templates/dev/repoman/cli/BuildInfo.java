package dev.repoman.cli;

/// What this build is, filled in while it is built: compile-time constants, so that `--version` reads
/// nothing.
final class BuildInfo {
    static final String VERSION = "${project.version}";

    /// The commit, twelve digits, with `-dirty` where files differed from it; `unknown` without a git
    /// repository.
    static final String COMMIT = "${git.commit.id.describe}";

    private BuildInfo() {}
}
