package dev.repoman.registry;

/// `[defaults.checkpoints]` of the registry: which are kept.
///
/// @param keep how many
/// @param days how long
public record Checkpoints(int keep, int days) {
    public static final Checkpoints BUILT_IN = new Checkpoints(10, 7);
}
