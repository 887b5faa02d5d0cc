package dev.repoman.usecase.checkpoint;

import dev.repoman.plan.Plan;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.plan.checkpoint.CheckpointPlanner;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `checkpoint` and `checkpoints`.
@ApplicationScoped
public class CheckpointProject {
    private final LookAtCheckpoints looks;
    private final CheckpointPlanner planner;

    public CheckpointProject(LookAtCheckpoints looks, CheckpointPlanner planner) {
        this.looks = looks;
        this.planner = planner;
    }

    /// @param label null for the time
    public Plan plan(ProjectName name, @Nullable String label, Instant now) {
        return planner.plan(looks.at(name, now), label);
    }

    /// @return the newest first
    public List<Checkpoint> list(ProjectName name) {
        CheckpointFacts facts = looks.at(name, Instant.EPOCH);
        return facts.known();
    }
}
