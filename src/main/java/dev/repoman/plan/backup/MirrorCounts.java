package dev.repoman.plan.backup;

/// What one run of rsync did, or would do.
///
/// @param files of every kind, folders included, on the sending side
/// @param created of `files`, those that the receiving side did not have
/// @param deleted of every kind, on the receiving side
/// @param copied regular files whose content was sent
/// @param bytes size of those files
/// @param totalBytes size of all files
/// @param speedup `totalBytes` divided by the transferred bytes
public record MirrorCounts(
        long files, long created, long deleted, long copied, long bytes, long totalBytes, double speedup) {
    public static final MirrorCounts NONE = new MirrorCounts(0, 0, 0, 0, 0, 0, 0);

    /// @return how many files the receiving side had before
    public long before() {
        return files - created + deleted;
    }
}
