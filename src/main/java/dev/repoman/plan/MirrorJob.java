package dev.repoman.plan;

import dev.repoman.project.ProjectName;

/// A guarded piece of work: bring the mirror of one repository up to date.
///
/// @param repo the folder below the backup root, which is also the one below `repos_root`
/// @param source absolute path of the repository
/// @param root absolute path of the backup root
/// @param fresh whether there is no mirror yet, or an empty one: then nothing can be deleted
/// @param fineTimes whether nanoseconds of modification times can be compared
public record MirrorJob(
        ProjectName name,
        String repo,
        String source,
        String root,
        boolean fresh,
        boolean fineTimes,
        SyncRequest request) {
    /// @return the mirror's path, for people
    public String mirror() {
        return root + "/" + repo;
    }
}
