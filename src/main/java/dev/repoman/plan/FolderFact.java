package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// What is at a path of the host.
///
/// @param path absolute and normal, as given
/// @param realPath with symlinks resolved as far as the path exists
/// @param kind UNREADABLE where `within` is not null: it was not looked at
/// @param fileSystem its type, for example `ext4`, or empty where unknown
/// @param within whose tree the way to it leads through: an agent there can make it lead anywhere; null where
///     it does not
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

    /// @param what for people, for example `the repository ~/repos/demo`
    /// @return that it lies in a tree that an agent writes, and what that means
    public String nested(String what) {
        return what + " lies in " + within + ": its agent can put a link to any folder of this host in its place";
    }
}
