package dev.repoman.host.jail;

/// A folder that a job sees, at the same path as outside, so that what its program says of paths holds
/// outside too.
///
/// Whoever makes one vouches for the way to it: no folder above it is one that an agent can write
/// (`docs/decisions/0017-a-jail-for-trees.md`).
///
/// @param path absolute, its links resolved
/// @param identity `DEVICE:INODE` in decimal, as `stat -c %d:%i` tells it; the job does not begin on another
///     folder. Empty: any will do
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
