package dev.repoman.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What replacing a file needs of the file system, one method per step, so that a test can make each of them
/// fail. Every method throws what the file system said, unchanged.
public interface FilePort {
    /// The outside of a file that a replacement must keep.
    ///
    /// @param mode the permission bits, 12 of them (`07777`)
    record Look(int mode, int uid, int gid) {}

    /// @return the whole content, or empty where there is no file at `path` (a dangling link included)
    Optional<byte[]> read(Path path) throws IOException;

    /// @return the path that a write has to replace: links followed to their end, even where nothing is there
    ///     yet
    Path resolve(Path path) throws IOException;

    /// @return how the file looks, or empty where there is none
    Optional<Look> look(Path real) throws IOException;

    /// Makes the folder and its parents, 0700, where they are missing.
    void makeFolder(Path folder) throws IOException;

    /// Makes a new empty file of a name nobody uses beside `real`, readable by its owner alone where
    /// `secret`, else as the umask says.
    Path createBeside(Path real, boolean secret) throws IOException;

    /// Deletes what [#createBeside] made for `real` in processes that have died since; as far as it can.
    void sweep(Path real) throws IOException;

    /// Gives the file the owner and then the mode of `look`.
    void dress(Path file, Look look) throws IOException;

    /// Writes all bytes and forces them to the disk.
    void fill(Path file, byte[] content) throws IOException;

    /// Puts `from` in the place of `to`, atomically.
    void rename(Path from, Path to) throws IOException;

    /// Forces the folder's entries to the disk.
    void forceFolder(Path folder) throws IOException;

    /// Deletes the file where it is there; used for what a failed replacement left.
    void discard(Path file) throws IOException;
}
