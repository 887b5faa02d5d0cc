package dev.repoman.file;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Another process held the lock for the whole wait.
public class LockHeldException extends Exception {
    private final transient Path path;
    private final transient OptionalLong pid;
    private final transient Optional<Instant> since;

    LockHeldException(Path path, Duration waited, OptionalLong pid, Optional<Instant> since) {
        super(path + " has been locked by " + (pid.isPresent() ? "process " + pid.getAsLong() : "another process")
                + " for more than " + waited.toMillis() + " ms");
        this.path = path;
        this.pid = pid;
        this.since = since;
    }

    public Path path() {
        return path;
    }

    /// @return the holder's process, if it has already written it
    public OptionalLong pid() {
        return pid;
    }

    /// @return when the holder took the lock
    public Optional<Instant> since() {
        return since;
    }
}
