package dev.repoman.plan.backup;

import java.util.List;

/// What the user wants of `sync`, for every project that is taken.
///
/// @param excludes patterns as rsync's `--exclude` takes them; what they match is neither copied nor deleted
/// @param force lets a mass deletion through; with `verify` damaged copies are copied again
public record SyncRequest(boolean dryRun, boolean verify, boolean force, List<String> excludes) {
    public SyncRequest {
        excludes = List.copyOf(excludes);
    }
}
