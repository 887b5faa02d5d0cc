package dev.repoman.plan.checkpoint;

import dev.repoman.plan.RepositoryPlace;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Checkpoints;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a checkpoint and an undo are planned from.
///
/// @param project the name of the Incus project
/// @param container null if it is gone
/// @param place null if the repository can have no half
/// @param why the repository can have none, for display; empty if it can
/// @param known the newest first
/// @param kept which checkpoints are kept
/// @param now when the command was started
public record CheckpointFacts(
        ProjectName name,
        IncusProject project,
        @Nullable Instance container,
        @Nullable RepositoryPlace place,
        String why,
        List<Checkpoint> known,
        Checkpoints kept,
        Instant now) {
    public CheckpointFacts {
        known = List.copyOf(known);
    }
}
