package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `checkpoints`.
///
/// @param name of the project
/// @param checkpoints the newest first
@RegisterForReflection
public record CheckpointsDocument(int format, String name, List<Checkpoint> checkpoints) implements Document {
    /// @param repository null if it has no half
    /// @param container null if it has no half
    public record Checkpoint(
            String name,
            @Nullable Half repository,
            @Nullable Half container) {}

    /// @param created RFC 3339, UTC
    /// @param size in bytes; null where it is not known
    public record Half(String created, @Nullable Long size) {}

    public CheckpointsDocument(String name, List<Checkpoint> checkpoints) {
        this(FORMAT, name, checkpoints);
    }
}
