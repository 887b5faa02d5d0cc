package dev.repoman.backup;

/// Told as rsync copies.
@FunctionalInterface
public interface Progress {
    Progress NONE = (_, _) -> {};

    /// @param bytes of content sent so far
    /// @param percent that they are of all files there are, whether they have to be sent or not
    void at(long bytes, int percent);
}
