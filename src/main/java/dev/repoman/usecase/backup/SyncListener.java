package dev.repoman.usecase.backup;

import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.project.ProjectName;
import java.util.List;

/// Notified while projects are synced or restored, from several threads at once.
public interface SyncListener {
    SyncListener SILENT = new SyncListener() {};

    default void begun(List<ProjectName> projects) {}

    default void started(ProjectName name) {}

    /// Something that the user should know before it continues.
    default void noted(ProjectName name, String text) {}

    /// @param would what will be copied
    default void looked(ProjectName name, MirrorCounts would) {}

    /// @param bytes copied so far
    /// @param percent of all, or -1 if it follows from [#looked]
    default void progress(ProjectName name, long bytes, int percent) {}

    default void ended(SyncOutcome outcome) {}
}
