package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plan of a command that changes something, and whether it was a dry run.
///
/// @param plan its actions, in order
/// @param keeps what stays as it is, in words
/// @param stages only of `setup`
@RegisterForReflection
public record PlanDocument(
        int format,
        List<ActionDocument> plan,
        List<String> keeps,
        List<String> notes,
        @Nullable List<Stage> stages,
        boolean dryRun)
        implements Document {
    /// @param number from 1
    /// @param changes how many actions it has
    public record Stage(
            int number,
            String title,
            int changes,
            List<Finding> findings,
            @Nullable Blocker blocker) {}

    /// @param level `good`, `info` or `warn`
    public record Finding(String level, String text) {}

    /// Why setup cannot go on.
    public record Blocker(String message, @Nullable String hint) {}

    public PlanDocument(
            List<ActionDocument> plan,
            List<String> keeps,
            List<String> notes,
            @Nullable List<Stage> stages,
            boolean dryRun) {
        this(FORMAT, plan, keeps, notes, stages, dryRun);
    }
}
