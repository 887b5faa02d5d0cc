package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `sync` and `restore`.
///
/// @param good how many projects succeeded
/// @param seconds of the whole run
@RegisterForReflection
public record SyncDocument(int format, boolean dryRun, List<Result> projects, long good, long failed, double seconds)
        implements Document {
    /// @param outcome `changed`, `unchanged` or `failed`
    /// @param files in the mirror
    /// @param bytes that were copied
    /// @param speedup as rsync counts it
    /// @param changes only of a dry run
    public record Result(
            String name,
            String outcome,
            String source,
            String mirror,
            long files,
            long totalBytes,
            long copied,
            long bytes,
            long created,
            long deleted,
            double speedup,
            double seconds,
            List<String> warnings,
            @Nullable List<FileChange> changes,
            ErrorDocument.@Nullable Failure error) {}

    /// @param change `create`, `update`, `attributes` or `delete`
    public record FileChange(String change, String path) {}
}
