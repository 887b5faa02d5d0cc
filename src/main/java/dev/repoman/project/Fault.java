package dev.repoman.project;

/// The kind of a [RepomanException]: what kind of thing went wrong, from the user's point of view.
/// `cli.ExitCode` maps each to its number.
public enum Fault {
    /// Incus, rsync or a file refused an operation.
    FAILED,
    /// The arguments make no sense.
    USAGE,
    /// The host is not ready: Incus unreachable or forbidden, a bridge or a profile missing.
    ENVIRONMENT,
    /// The user answered no, or repoman refuses without a flag.
    REFUSED,
    /// The registry cannot be read, is newer, or is locked.
    REGISTRY
}
