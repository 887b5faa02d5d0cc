package dev.repoman.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What replacing a file needs from the file system, one method per step, so that a test can make each of
/// them fail. Every method throws the file system's exception, unchanged.
public interface FilePort {
    /// The attributes of a file that a replacement must keep.
    ///
    /// @param mode the permission bits, 12 of them (`07777`)
    record Look(int mode, int uid, int gid) {}

    /// @return the whole content, or empty where there is no file at `path` (a dangling link included)
    /// @throws IOException also where it is not a plain file, or is larger than 16 MiB
    Optional<byte[]> read(Path path) throws IOException;

    /// @return the path that a write has to replace: all links followed, even if nothing exists there yet
    Path resolve(Path path) throws IOException;

    /// @return the mode and owner of the file, or empty if it does not exist
    Optional<Look> look(Path real) throws IOException;

    /// @throws IOException where a rename could not replace this existing file
    void checkReplaceable(Path real) throws IOException;

    /// Creates the folder and its parents, with mode 0700, if they are missing.
    void makeFolder(Path folder) throws IOException;

    /// Creates a new empty file with an unused name beside `real`, readable only by its owner if `secret`,
    /// otherwise as the umask says.
    Path createBeside(Path real, boolean secret) throws IOException;

    /// Deletes what [#createBeside] created for `real` in processes that are no longer running, as far as
    /// possible.
    void sweep(Path real) throws IOException;

    /// Gives the file the owner and then the mode of `look`.
    void dress(Path file, Look look) throws IOException;

    /// Writes all bytes and forces them to the disk.
    void fill(Path file, byte[] content) throws IOException;

    /// Replaces `to` with `from`, atomically.
    void rename(Path from, Path to) throws IOException;

    /// Forces the folder's entries to the disk.
    void forceFolder(Path folder) throws IOException;

    /// Deletes the file if it exists; used after a failed replacement.
    void discard(Path file) throws IOException;
}
