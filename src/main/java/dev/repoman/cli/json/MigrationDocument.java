package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// `config migrate`.
///
/// @param from the schema before; null where nothing is to migrate
/// @param diff of the file, unified
@RegisterForReflection
public record MigrationDocument(
        int format, boolean changed, @Nullable Integer from, boolean dryRun, String diff) implements Document {
    public MigrationDocument(boolean changed, @Nullable Integer from, boolean dryRun, String diff) {
        this(FORMAT, changed, from, dryRun, diff);
    }
}
