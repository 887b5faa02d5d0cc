package dev.repoman.plan.doctor;

import dev.repoman.plan.Finding;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/// How old a project's backup is.
public final class BackupAge {
    private static final Duration OLD = Duration.ofDays(7);

    private BackupAge() {}

    /// @param lastSync RFC 3339; empty for never
    /// @param failed whether the last attempt failed or was interrupted
    public static Diagnosis of(String project, String lastSync, boolean failed, Instant now) {
        String fix = "repoman sync " + project;
        if (failed) {
            return Diagnosis.of(Finding.warn("backup-failed", "the last sync of " + project + " failed", fix));
        }
        if (lastSync.isEmpty()) {
            return Diagnosis.of(Finding.warn("backup-never", project + " was never backed up", fix));
        }
        try {
            long days = Duration.between(Instant.parse(lastSync), now).toDays();
            return days >= OLD.toDays()
                    ? Diagnosis.of(
                            Finding.warn("backup-old", "the backup of " + project + " is " + days + " days old", fix))
                    : Diagnosis.good(
                            "backup",
                            "the backup of " + project + " is "
                                    + (days == 0 ? "less than a day" : days == 1 ? "one day" : days + " days")
                                    + " old");
        } catch (DateTimeException _) {
            return Diagnosis.of(
                    Finding.warn("backup-never", "it is not known when " + project + " was backed up", fix));
        }
    }
}
