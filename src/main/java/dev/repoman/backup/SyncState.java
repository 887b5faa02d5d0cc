package dev.repoman.backup;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The recorded state of a project's syncs. It is for display only, except in `restore`: nothing depends on
/// it, and an unreadable one counts as missing.
///
/// @param attempt the last one, or null before the first
/// @param success the last good one, or null before the first
/// @param restore the last one, or null before the first
/// @param drill when a restore was last tried with success, RFC 3339, UTC, to the second; null for never
public record SyncState(
        @Nullable Attempt attempt,
        @Nullable Success success,
        @Nullable Restore restore,
        @Nullable String drill) {
    public static final SyncState NONE = new SyncState(null, null, null, null);

    /// How an attempt ended.
    public enum Outcome {
        /// It is running, or it was killed: see [Attempt#interrupted].
        RUNNING,
        OK,
        FAILED
    }

    /// @param started RFC 3339, UTC, to the second
    /// @param seconds it took; 0 while it runs
    /// @param error what it failed with, or null
    /// @param pid of its process
    public record Attempt(
            String started,
            Outcome outcome,
            double seconds,
            @Nullable String error,
            List<String> warnings,
            long pid) {
        public Attempt {
            warnings = List.copyOf(warnings);
        }

        /// @return whether it was killed before it could record its end
        public boolean interrupted() {
            return outcome == Outcome.RUNNING && !isUnderWay();
        }

        /// @return whether its process is still running. A process with the same number that started later is
        ///     another one: numbers are reused, and start at 1 after a reboot.
        public boolean isUnderWay() {
            return outcome == Outcome.RUNNING
                    && ProcessHandle.of(pid)
                            .filter(ProcessHandle::isAlive)
                            .flatMap(process -> process.info().startInstant())
                            .filter(start -> start.isBefore(begun().plusSeconds(1)))
                            .isPresent();
        }

        private Instant begun() {
            try {
                return Instant.parse(started);
            } catch (DateTimeParseException _) {
                return Instant.MIN.plusSeconds(1);
            }
        }

        public boolean bad() {
            return outcome == Outcome.FAILED || interrupted();
        }
    }

    /// @param ended RFC 3339, UTC, to the second
    public record Success(
            String ended, double seconds, long files, long totalBytes, long copied, long bytes, long deleted) {}

    /// @param target absolute path of the folder that was filled
    /// @param finished whether it ended; the next one to that target continues an unfinished one
    public record Restore(String target, boolean finished) {}

    /// @param created when the project was created, RFC 3339, UTC, to the second; or empty
    /// @return this without the state of an earlier project of that name
    public SyncState since(String created) {
        return new SyncState(
                attempt != null && attempt.started().compareTo(created) < 0 ? null : attempt,
                success != null && success.ended().compareTo(created) < 0 ? null : success,
                restore,
                drill != null && drill.compareTo(created) < 0 ? null : drill);
    }

    /// @param tried when a restore was tried with success
    public SyncState withDrill(String tried) {
        return new SyncState(attempt, success, restore, tried);
    }

    public SyncState with(Attempt last) {
        return new SyncState(last, success, restore, drill);
    }

    public SyncState with(Success last) {
        return new SyncState(attempt, last, restore, drill);
    }

    public SyncState with(Restore last) {
        return new SyncState(attempt, success, last, drill);
    }
}
