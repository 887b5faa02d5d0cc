package dev.repoman.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.apply.Applier.OnFailure;
import dev.repoman.host.Guardian;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.plan.Undo;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is undone after a failure, and what is not. The actions are stand-ins whose path says how they end.
class ApplierTest {
    private static final String FAILS = "fails";
    private static final String CHANGES_NOTHING = "changes nothing";
    private static final String CANNOT_BE_UNDONE = "cannot be undone";

    /// Everything that happened, in order.
    private final List<String> log = new ArrayList<>();

    private boolean registryIsClosed;

    private final Applier applier = new Applier(
            null,
            null,
            new RepositoryEffector(null, null) {
                @Override
                public Undo apply(Action.OnHost action) {
                    return make(action.path());
                }
            },
            null,
            null,
            null,
            null,
            new RegistryStore(null, null, null, null) {
                @Override
                public void checkWritable() {
                    if (registryIsClosed) {
                        throw RepomanException.withoutHint(Fault.REGISTRY, "read-only");
                    }
                }
            },
            null,
            new Guardian(null, null) {
                @Override
                public void dismiss() {
                    log.add("guard dismissed");
                }
            },
            null,
            null,
            null,
            null);

    private Undo make(String what) {
        if (what.equals(FAILS)) {
            throw RepomanException.withoutHint(Fault.FAILED, "no space left");
        }
        log.add("made " + what);
        return what.equals(CHANGES_NOTHING)
                ? Undo.NONE
                : new Undo(what, () -> {
                    if (what.equals(CANNOT_BE_UNDONE)) {
                        throw RepomanException.withoutHint(Fault.FAILED, "busy");
                    }
                    log.add("removed " + what);
                });
    }

    private final ApplyListener listener = new ApplyListener() {
        @Override
        public void done(Action action, Duration took) {
            log.add("told: done");
        }

        @Override
        public void failed(Action action) {
            log.add("told: failed");
        }

        @Override
        public void undone(String what) {
            log.add("told: undone " + what);
        }

        @Override
        public void left(String what, String why) {
            log.add("told: left " + what + (why == null ? "" : ", " + why));
        }
    };

    private void apply(OnFailure onFailure, String... paths) {
        applier.apply(
                Plan.of(Stream.of(paths).<Action>map(Action.InitRepository::new).toList()), onFailure, listener);
    }

    @Test
    void allGoesWell() {
        apply(OnFailure.UNDO, "a", "b");
        assertThat(log).containsExactly("made a", "told: done", "made b", "told: done", "guard dismissed");
    }

    @Test
    void whatWasMadeIsUndoneLastFirst() {
        assertThatThrownBy(() -> apply(OnFailure.UNDO, "a", CHANGES_NOTHING, "b", FAILS, "never"))
                .isInstanceOf(RepomanException.class)
                .hasMessage("no space left");
        assertThat(log.subList(log.indexOf("told: failed"), log.size()))
                .containsExactly(
                        "told: failed",
                        "removed b",
                        "told: undone b",
                        "removed a",
                        "told: undone a",
                        "guard dismissed");
        assertThat(log).doesNotContain("made never");
    }

    @Test
    void whatIsToStayIsNamedAndStays() {
        assertThatThrownBy(() -> apply(OnFailure.KEEP, "a", "b", FAILS)).hasMessage("no space left");
        assertThat(log).endsWith("told: failed", "told: left b", "told: left a", "guard dismissed");
    }

    /// The guard stays too: it removes what is left once this process has ended.
    @Test
    void anUndoThatFailsLeavesWhatWasMadeBeforeIt() {
        assertThatThrownBy(() -> apply(OnFailure.UNDO, "a", CANNOT_BE_UNDONE, "b", FAILS))
                .hasMessage("no space left");
        assertThat(log)
                .endsWith(
                        "told: failed",
                        "removed b",
                        "told: undone b",
                        "told: left cannot be undone, busy",
                        "told: left a");
    }

    @Test
    void aRegistryThatCannotBeWrittenIsFoundBeforeAnythingIsDone() {
        registryIsClosed = true;
        Plan plan = Plan.of(List.of(
                new Action.InitRepository("a"),
                new Action.EditRegistry(new RegistryEdit.Remove(new ProjectName("demo")))));
        assertThatThrownBy(() -> applier.apply(plan, OnFailure.UNDO, listener)).hasMessage("read-only");
        assertThat(log).isEmpty();
    }
}
