package dev.repoman.plan.backup;

import dev.repoman.project.ProjectName;

/// A checked job: update the mirror of one repository.
///
/// @param repo the folder below the backup root, which is also the one below `repos_root`
/// @param source absolute path of the repository, its links resolved
/// @param root absolute path of the backup root
/// @param realRoot the same, its links resolved
/// @param mirrorIdentity `DEVICE:INODE` of the mirror's folder; empty where there is none
/// @param fresh whether there is no mirror yet, or an empty one: then nothing can be deleted
/// @param fineTimes whether nanoseconds of modification times can be compared
/// @param foldsCase whether names that differ only in case are one file in the mirror
public record MirrorJob(
        ProjectName name,
        String repo,
        String source,
        String root,
        String realRoot,
        String mirrorIdentity,
        boolean fresh,
        boolean fineTimes,
        boolean foldsCase,
        SyncRequest request) {
    /// @return the mirror's path, for display
    public String mirror() {
        return root + "/" + repo;
    }

    /// @return the mirror's path, its links resolved
    public String realMirror() {
        return realRoot + "/" + repo;
    }
}
