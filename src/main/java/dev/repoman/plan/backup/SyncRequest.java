package dev.repoman.plan.backup;

import java.util.List;

/// The options of `sync`, for every selected project.
///
/// @param excludes patterns as rsync's `--exclude` takes them; what they match is neither copied nor deleted
/// @param force allows a mass deletion; with `verify` damaged files are copied again
public record SyncRequest(boolean dryRun, boolean verify, boolean force, List<String> excludes) {
    public SyncRequest {
        excludes = List.copyOf(excludes);
    }
}
