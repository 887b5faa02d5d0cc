package dev.repoman.plan;

/// Why this host has no jail for work on repositories.
///
/// @param what is missing, for display
/// @param fix what to do about it; may be several lines to paste
public record JailFact(String what, String fix) {
    /// What it means, in the same words for `setup` and `status`.
    public String consequence() {
        return what + ": sync and restore freeze a project's containers while they work, and status does not run git";
    }
}
