package dev.repoman.usecase;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The current time, as repoman records it.
public final class Now {
    private Now() {}

    /// @return RFC 3339, UTC, to the second: `2026-01-02T03:04:05Z`
    public static String text() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
