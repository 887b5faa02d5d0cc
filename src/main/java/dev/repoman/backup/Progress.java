package dev.repoman.backup;

/// Notified while rsync copies.
@FunctionalInterface
public interface Progress {
    Progress NONE = (_, _) -> {};

    /// @param bytes of content sent so far
    /// @param percent of the size of all files, whether they have to be sent or not
    void at(long bytes, int percent);
}
