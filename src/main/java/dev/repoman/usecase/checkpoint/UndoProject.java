package dev.repoman.usecase.checkpoint;

import dev.repoman.checkpoint.RepositoryStore;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryDifference;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.plan.checkpoint.UndoPlanner;
import dev.repoman.plan.checkpoint.UndoPlanner.Halves;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `undo`.
@ApplicationScoped
public class UndoProject {
    private final LookAtCheckpoints looks;
    private final RepositoryStore stores;
    private final UndoPlanner planner;

    public UndoProject(LookAtCheckpoints looks, RepositoryStore stores, UndoPlanner planner) {
        this.looks = looks;
        this.stores = stores;
        this.planner = planner;
    }

    /// What is decided before anything is asked: a checkpoint may be taken while a question waits.
    ///
    /// @param to the name of the one to go back to
    /// @param present the name for what is there now
    public record Choice(String to, String present) {}

    /// @param wanted as of [UndoPlanner#choose]
    public Choice choose(ProjectName name, @Nullable String wanted, Halves halves, Instant now) {
        CheckpointFacts facts = looks.at(name, now);
        return new Choice(
                planner.choose(facts, wanted, halves).name(),
                Checkpoint.name(Checkpoint.BEFORE_UNDO, now, facts.known()));
    }

    public Plan plan(ProjectName name, Choice choice, Halves halves, Instant now) {
        CheckpointFacts facts = looks.at(name, now);
        Checkpoint to = planner.choose(facts, choice.to(), halves);
        RepositoryDifference difference = halves == Halves.CONTAINER || to.repository() == null || facts.place() == null
                ? RepositoryDifference.NONE
                : stores.compare(facts.place(), to.name());
        return planner.plan(facts, to, choice.present(), halves, difference, List.of());
    }
}
