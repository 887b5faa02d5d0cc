package dev.repoman.host.jail;

/// A folder that a job sees, at the same path as outside, so that paths in the program's output are valid
/// outside too.
///
/// The caller guarantees the path to it: an agent can write to no folder above it
/// (`docs/decisions/0017-a-jail-for-trees.md`).
///
/// @param path absolute, its links resolved
/// @param identity `DEVICE:INODE` in decimal, as `stat -c %d:%i` prints it; the job does not start on another
///     folder. Empty: any folder
public record Folder(String path, boolean writable, String identity) {
    public static Folder readOnly(String path) {
        return new Folder(path, false, "");
    }

    public static Folder writable(String path) {
        return new Folder(path, true, "");
    }

    public Folder known(String as) {
        return new Folder(path, writable, as);
    }
}
