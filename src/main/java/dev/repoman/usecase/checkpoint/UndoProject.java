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

    /// @param wanted as of [UndoPlanner#choose]
    public Checkpoint choose(ProjectName name, @Nullable String wanted, Halves halves) {
        return planner.choose(looks.at(name, Instant.EPOCH), wanted, halves);
    }

    public Plan plan(ProjectName name, String wanted, Halves halves, Instant now) {
        CheckpointFacts facts = looks.at(name, now);
        Checkpoint to = planner.choose(facts, wanted, halves);
        RepositoryDifference difference = halves == Halves.CONTAINER || to.repository() == null || facts.place() == null
                ? RepositoryDifference.NONE
                : stores.compare(facts.place(), to.name());
        return planner.plan(facts, to, halves, difference, List.of());
    }
}
