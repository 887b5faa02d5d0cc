package dev.repoman.plan.backup;

import dev.repoman.project.ProjectName;

/// A checked job: restore a repository from its mirror.
///
/// @param repo the mirror's folder below the backup root
/// @param root absolute path of the backup root
/// @param realRoot the same, its links resolved
/// @param mirrorIdentity `DEVICE:INODE` of the mirror's folder
/// @param target absolute path of the folder to fill, its links resolved
/// @param fresh whether there is no such folder yet
public record RestoreJob(
        ProjectName name,
        String repo,
        String root,
        String realRoot,
        String mirrorIdentity,
        String target,
        boolean fresh) {
    /// @return the mirror's path, for display
    public String mirror() {
        return root + "/" + repo;
    }

    /// @return the mirror's path, its links resolved
    public String realMirror() {
        return realRoot + "/" + repo;
    }
}
