package dev.repoman.apply;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The present, as repoman writes it down.
final class Now {
    private Now() {}

    /// @return RFC 3339, UTC, to the second: `2026-01-02T03:04:05Z`
    static String text() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
