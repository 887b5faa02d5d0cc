package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Whether the clock of this host, which is that of all containers, is right: where it is not, no image server is
/// trusted, and the age of a backup means nothing.
public final class Clock {
    /// Is there while systemd-timesyncd runs.
    public static final String TIMESYNC = "/run/systemd/timesync";

    /// Is there since it has set the clock.
    public static final String SYNCHRONIZED = TIMESYNC + "/synchronized";

    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private Clock() {}

    /// @param recorded what was when, by this clock earlier or by another one
    /// @param waiting whether systemd-timesyncd runs, and has not set it yet
    public static Diagnosis of(Instant now, Map<String, Instant> recorded, boolean waiting) {
        return recorded.entrySet().stream()
                .filter(then -> then.getValue().isAfter(now.plus(TOLERANCE)))
                .max(Map.Entry.comparingByValue())
                .map(then -> Diagnosis.of(Finding.warn(
                        "clock",
                        "the clock of this host says " + seconds(now) + ", and " + then.getKey() + " was at "
                                + seconds(then.getValue()) + ": one of the two is wrong",
                        "sudo timedatectl set-ntp true")))
                .orElseGet(() -> waiting
                        ? Diagnosis.of(Finding.warn(
                                "clock",
                                "systemd-timesyncd runs, and has not set the clock since this host started",
                                "timedatectl timesync-status"))
                        : Diagnosis.good("clock", "the clock of this host is not behind anything that was recorded"));
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
