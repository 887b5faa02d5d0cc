package dev.repoman.project;

import java.time.Duration;

/// Receives each call to Incus and each process with its time (`-v`). Never pass secrets: only methods, paths
/// and program names with their arguments.
@FunctionalInterface
public interface Trace {
    Trace NONE = (_, _, _) -> {};

    /// @param what `incus`, or the program
    /// @param detail for example `GET /1.0/instances?project=repoman → 200`
    void call(String what, String detail, Duration took);
}
