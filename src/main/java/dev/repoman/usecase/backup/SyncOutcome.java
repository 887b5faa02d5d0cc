package dev.repoman.usecase.backup;

import dev.repoman.backup.Change;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the sync of one project ended.
///
/// @param source absolute path of the repository
/// @param mirror absolute path of its mirror
/// @param notes what was reported before it started
/// @param changes of a dry run, what would change
/// @param error what it failed with or was refused for, or null
public record SyncOutcome(
        ProjectName name,
        String source,
        String mirror,
        MirrorCounts counts,
        double seconds,
        List<String> notes,
        List<String> warnings,
        List<Change> changes,
        @Nullable RepomanException error) {
    public SyncOutcome {
        notes = List.copyOf(notes);
        warnings = List.copyOf(warnings);
        changes = List.copyOf(changes);
    }

    public boolean good() {
        return error == null;
    }

    /// @return whether the mirror was, or would be, changed; changed modes and times alone do not count
    public boolean changed() {
        return counts.copied() + counts.created() + counts.deleted() > 0 || !changes.isEmpty();
    }
}
