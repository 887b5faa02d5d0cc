package dev.repoman.backup;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// [SyncState] in the form of its file.
///
/// @param format 1
@RegisterForReflection
record SyncStateFile(
        int format,
        @Nullable Attempt attempt,
        @Nullable Success success,
        @Nullable Restore restore,
        @Nullable String drill) {
    private static final int FORMAT = 1;

    /// @param outcome `running`, `ok` or `failed`; another one counts as failed
    record Attempt(
            @Nullable String started,
            @Nullable String outcome,
            double seconds,
            @Nullable String error,
            long pid,
            @Nullable List<String> warnings) {}

    record Success(
            @Nullable String ended,
            double seconds,
            long files,
            long totalBytes,
            long copied,
            long bytes,
            long deleted) {}

    record Restore(@Nullable String target, boolean finished) {}

    static SyncStateFile of(SyncState state) {
        SyncState.Attempt a = state.attempt();
        SyncState.Success s = state.success();
        SyncState.Restore r = state.restore();
        return new SyncStateFile(
                FORMAT,
                a == null
                        ? null
                        : new Attempt(
                                a.started(),
                                a.outcome().name().toLowerCase(Locale.ROOT),
                                a.seconds(),
                                a.error(),
                                a.pid(),
                                a.warnings()),
                s == null
                        ? null
                        : new Success(
                                s.ended(), s.seconds(), s.files(), s.totalBytes(), s.copied(), s.bytes(), s.deleted()),
                r == null ? null : new Restore(r.target(), r.finished()),
                state.drill());
    }

    SyncState state() {
        return new SyncState(
                attempt == null
                        ? null
                        : new SyncState.Attempt(
                                text(attempt.started),
                                outcome(text(attempt.outcome)),
                                attempt.seconds,
                                attempt.error,
                                attempt.warnings == null ? List.of() : attempt.warnings,
                                attempt.pid),
                success == null
                        ? null
                        : new SyncState.Success(
                                text(success.ended),
                                success.seconds,
                                success.files,
                                success.totalBytes,
                                success.copied,
                                success.bytes,
                                success.deleted),
                restore == null ? null : new SyncState.Restore(text(restore.target), restore.finished),
                drill);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static SyncState.Outcome outcome(String word) {
        for (SyncState.Outcome outcome : SyncState.Outcome.values()) {
            if (outcome.name().equalsIgnoreCase(word)) {
                return outcome;
            }
        }
        return SyncState.Outcome.FAILED;
    }
}
