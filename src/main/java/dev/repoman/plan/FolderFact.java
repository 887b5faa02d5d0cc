package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// What is at a path of the host.
///
/// @param path absolute and normal, as given
/// @param realPath with symlinks resolved as far as the path exists
/// @param fileSystem its type, for example `ext4`, or empty where unknown
/// @param originUrl of a git repository its remote `origin`, or null
public record FolderFact(
        String path,
        String realPath,
        Kind kind,
        String fileSystem,
        @Nullable String originUrl) {
    public enum Kind {
        MISSING,
        EMPTY,
        FOLDER,
        NOT_A_FOLDER,
        UNREADABLE
    }
}
