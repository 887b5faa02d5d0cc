package dev.repoman.cli.view;

import dev.repoman.backup.SyncState;
import dev.repoman.cli.json.StatusDocument;
import dev.repoman.registry.Project;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `status` prints about a project's backup.
record BackupStatus(Project entry, SyncState state) {
    /// @param on whether `sync --all` includes it, and the origin of that
    /// @return for example `on (registry), synced 3h ago in 1.2 s (20,034 files, 34 MB)`
    String summary(String on, Instant now) {
        if (entry.lastSync().isEmpty()) {
            return on + ", never synced";
        }
        SyncState.Success last = state.success();
        String took = last == null
                ? ""
                : " in " + Amount.seconds(last.seconds()) + " (" + Amount.files(last.files()) + ", "
                        + Amount.bytes(last.totalBytes()) + ")";
        String tried = state.drill() == null ? "" : ", restore tried " + Amount.age(state.drill(), now) + " ago";
        return on + ", synced " + Amount.age(entry.lastSync(), now) + " ago" + took + tried;
    }

    /// @return what is wrong with the last attempt, or that one is running
    Optional<String> trouble(Instant now) {
        SyncState.Attempt last = state.attempt();
        if (last == null || last.outcome() == SyncState.Outcome.OK) {
            return Optional.empty();
        }
        String age = Amount.age(last.started(), now);
        if (last.interrupted()) {
            return Optional.of("interrupted, started " + age + " ago");
        }
        return Optional.of(
                last.outcome() == SyncState.Outcome.RUNNING
                        ? "running for " + age + " (process " + last.pid() + ")"
                        : "failed " + age + " ago: " + last.error());
    }

    StatusDocument.@Nullable Attempt attempt() {
        SyncState.Attempt last = state.attempt();
        return last == null
                ? null
                : new StatusDocument.Attempt(
                        last.started(),
                        last.interrupted()
                                ? "interrupted"
                                : last.outcome().name().toLowerCase(Locale.ROOT),
                        SyncView.rounded(last.seconds()),
                        last.error(),
                        last.warnings());
    }

    StatusDocument.@Nullable Success success() {
        SyncState.Success good = state.success();
        return good == null
                ? null
                : new StatusDocument.Success(
                        good.ended(),
                        SyncView.rounded(good.seconds()),
                        good.files(),
                        good.totalBytes(),
                        good.copied(),
                        good.bytes(),
                        good.deleted());
    }
}
