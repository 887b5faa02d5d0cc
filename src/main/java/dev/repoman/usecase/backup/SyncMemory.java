package dev.repoman.usecase.backup;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncState.Attempt;
import dev.repoman.backup.SyncState.Outcome;
import dev.repoman.backup.SyncState.Success;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit.SetProject;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.Now;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Records the results of syncs: each attempt in the state folder, the good ones as `last_sync` in the
/// registry.
@ApplicationScoped
public class SyncMemory {
    private static final Duration BATCH = Duration.ofSeconds(2);

    private final SyncStateStore states;
    private final RegistryStore registry;

    public SyncMemory(SyncStateStore states, RegistryStore registry) {
        this.states = states;
        this.registry = registry;
    }

    void begun(ProjectName name) {
        SyncState before = states.read(name);
        states.write(name, before.with(attempt(Now.text(), Outcome.RUNNING, 0, null, List.of())));
    }

    /// It was refused before it started. If another one is running, that one's outcome is recorded.
    void refused(ProjectName name, RepomanException why) {
        SyncState before = states.read(name);
        if (before.attempt() != null && before.attempt().isUnderWay()) {
            return;
        }
        states.write(name, before.with(attempt(Now.text(), Outcome.FAILED, 0, why.what(), List.of())));
    }

    void ended(SyncOutcome outcome) {
        SyncState before = states.read(outcome.name());
        String started =
                before.attempt() == null ? Now.text() : before.attempt().started();
        RepomanException error = outcome.error();
        if (error != null) {
            states.write(
                    outcome.name(),
                    before.with(attempt(started, Outcome.FAILED, outcome.seconds(), error.what(), outcome.warnings())));
            return;
        }
        MirrorCounts counts = outcome.counts();
        // the mirror now has the current content: an earlier interrupted restore is over
        SyncState.Restore restore = before.restore();
        if (restore != null && !restore.finished()) {
            before = before.with(new SyncState.Restore(restore.target(), true));
        }
        states.write(
                outcome.name(),
                before.with(attempt(started, Outcome.OK, outcome.seconds(), null, outcome.warnings()))
                        .with(new Success(
                                Now.text(),
                                outcome.seconds(),
                                counts.files(),
                                counts.totalBytes(),
                                counts.copied(),
                                counts.bytes(),
                                counts.deleted())));
    }

    /// Collects good syncs for the registry. Each write is flushed to disk, so many small projects that end
    /// one after the other are written together. For one thread.
    Successes successes() {
        return new Successes();
    }

    final class Successes implements AutoCloseable {
        private final List<SetProject> edits = new ArrayList<>();
        private long written = System.nanoTime();

        void add(ProjectName name) {
            edits.add(new SetProject(name, "last_sync", new Value.Text(Now.text())));
            if (System.nanoTime() - written > BATCH.toNanos()) {
                write();
            }
        }

        /// Projects that were removed in the meantime are skipped.
        private void write() {
            written = System.nanoTime();
            if (edits.isEmpty()) {
                return;
            }
            List<SetProject> due = List.copyOf(edits);
            edits.clear();
            List<SetProject> known = known(due);
            if (known.isEmpty()) {
                return;
            }
            try {
                registry.apply(List.copyOf(known));
            } catch (RepomanException e) {
                List<SetProject> left = known(due);
                if (left.size() == known.size()) {
                    throw e;
                }
                registry.apply(List.copyOf(left));
            }
        }

        private List<SetProject> known(List<SetProject> due) {
            Registry now = registry.load();
            return due.stream().filter(e -> now.find(e.name()).isPresent()).toList();
        }

        @Override
        public void close() {
            write();
        }
    }

    private static Attempt attempt(
            String started, Outcome outcome, double seconds, @Nullable String error, List<String> warnings) {
        return new Attempt(
                started,
                outcome,
                seconds,
                error,
                warnings,
                ProcessHandle.current().pid());
    }
}
