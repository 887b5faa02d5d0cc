package dev.repoman.plan.backup;

import dev.repoman.plan.FolderFact;
import java.util.List;

/// What is at `backup_root`, and at the requested mirrors in it.
///
/// @param path absolute, as the registry has it
/// @param realPath with symlinks resolved; empty unless it is READY
/// @param fineTimes whether its file system keeps times to the nanosecond
/// @param foldsCase whether names that differ only in case are one file there
/// @param mirrors in the requested order; empty unless it is READY
public record BackupRootFact(
        String path, Kind kind, String realPath, boolean fineTimes, boolean foldsCase, List<Mirror> mirrors) {
    /// The marker file: a share that is not mounted has none, so that a backup never fills the disk below it.
    public static final String MARKER = ".repoman-backup";

    /// How long a file system may take to answer before it counts as dead.
    public static final int PATIENCE_SECONDS = 5;

    public enum Kind {
        READY,
        MISSING,
        NOT_A_FOLDER,
        /// Permission denied.
        CLOSED,
        /// No marker, and on a separate file system.
        UNMARKED,
        /// No marker, and on the disk of `/`.
        UNMARKED_ON_ROOT_DISK,
        NO_ANSWER
    }

    /// The mirror of one repository.
    ///
    /// @param kind also NOT_A_FOLDER if its path contains a link
    /// @param link that link, below the root (`./a/b`); empty where there is none
    /// @param writable the folder, or where there is none the backup root; false for a read-only mount too
    /// @param identity `DEVICE:INODE` of the folder; empty where there is none
    public record Mirror(FolderFact.Kind kind, String link, boolean writable, String identity) {}

    public BackupRootFact {
        mirrors = List.copyOf(mirrors);
    }

    public static BackupRootFact of(String path, Kind kind) {
        return new BackupRootFact(path, kind, "", false, false, List.of());
    }
}
