package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// What is at a path of the host.
///
/// @param path absolute and normalised, as passed
/// @param realPath with symlinks resolved as far as the path exists
/// @param kind UNREADABLE if `within` is not null: it was not read
/// @param fileSystem its type, for example `ext4`, or empty where unknown
/// @param within the tree that the path to it leads through: an agent there can redirect it anywhere; null if
///     none
public record FolderFact(
        String path,
        String realPath,
        Kind kind,
        String fileSystem,
        @Nullable String within) {
    public enum Kind {
        MISSING,
        EMPTY,
        FOLDER,
        NOT_A_FOLDER,
        UNREADABLE
    }

    /// @param what for display, for example `the repository ~/repos/demo`
    /// @return a message that it is in a tree that an agent writes, and what that means
    public String nested(String what) {
        return what + " lies in " + within + ": its agent can put a link to any folder of this host in its place";
    }
}
