package dev.repoman.usecase.checkpoint;

import dev.repoman.plan.Plan;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.plan.checkpoint.CheckpointPlanner;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// `checkpoint` and `checkpoints`.
@ApplicationScoped
public class CheckpointProject {
    private final LookAtCheckpoints looks;
    private final CheckpointPlanner planner;

    public CheckpointProject(LookAtCheckpoints looks, CheckpointPlanner planner) {
        this.looks = looks;
        this.planner = planner;
    }

    /// @return a name for a checkpoint that is taken now
    public String name(ProjectName name, Instant now) {
        return Checkpoint.name("", now, looks.at(name, now).known());
    }

    public Plan plan(ProjectName name, String checkpoint, Instant now) {
        return planner.plan(looks.at(name, now), checkpoint);
    }

    /// @return the newest first
    public List<Checkpoint> list(ProjectName name) {
        return looks.at(name, Instant.EPOCH, true).known();
    }
}
