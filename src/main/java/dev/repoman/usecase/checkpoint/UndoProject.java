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
    private final AgentsInside agents;
    private final UndoPlanner planner;

    public UndoProject(LookAtCheckpoints looks, RepositoryStore stores, AgentsInside agents, UndoPlanner planner) {
        this.looks = looks;
        this.stores = stores;
        this.agents = agents;
        this.planner = planner;
    }

    /// What is decided before anything is asked: a checkpoint may be taken while a question waits.
    ///
    /// @param to the name of the one to go back to
    /// @param present the name for what is there now
    /// @param agents that run inside
    public record Choice(String to, String present, List<String> agents) {
        public Choice {
            agents = List.copyOf(agents);
        }
    }

    /// @param wanted as of [UndoPlanner#choose]
    public Choice choose(ProjectName name, @Nullable String wanted, Halves halves, Instant now) {
        CheckpointFacts facts = looks.at(name, now);
        return new Choice(
                planner.choose(facts, wanted, halves).name(),
                Checkpoint.name(Checkpoint.BEFORE_UNDO, now, facts.known()),
                agents.of(facts.project(), facts.container()));
    }

    public Plan plan(ProjectName name, Choice choice, Halves halves, Instant now) {
        CheckpointFacts facts = looks.at(name, now);
        Checkpoint to = planner.choose(facts, choice.to(), halves);
        RepositoryDifference difference = halves == Halves.CONTAINER || to.repository() == null || facts.place() == null
                ? RepositoryDifference.NONE
                : stores.compare(facts.place(), to.name());
        return planner.plan(facts, to, choice.present(), halves, difference, choice.agents());
    }
}
