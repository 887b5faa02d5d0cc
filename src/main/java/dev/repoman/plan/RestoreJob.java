package dev.repoman.plan;

import dev.repoman.project.ProjectName;

/// A guarded piece of work: bring a repository back from its mirror.
///
/// @param repo the mirror's folder below the backup root
/// @param root absolute path of the backup root
/// @param target absolute path of the folder to fill
public record RestoreJob(ProjectName name, String repo, String root, String target) {
    /// @return the mirror's path, for people
    public String mirror() {
        return root + "/" + repo;
    }
}
