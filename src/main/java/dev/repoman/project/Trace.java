package dev.repoman.project;

import java.time.Duration;

/// Where each call to Incus and each process is told with its time (`-v`). Secrets never go in: only methods,
/// paths and program names with their arguments.
@FunctionalInterface
public interface Trace {
    Trace NONE = (_, _, _) -> {};

    /// @param what `incus`, or the program
    /// @param detail for example `GET /1.0/instances?project=repoman → 200`
    void call(String what, String detail, Duration took);
}
