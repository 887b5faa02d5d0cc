package dev.repoman.plan;

import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import org.jspecify.annotations.Nullable;

/// What git exchanges between a repository of this host and one inside, in a volume.
public sealed interface Exchange extends Action {
    IncusProject project();

    /// Creates a repository inside, and copies the branches and tags of one of the host into it.
    ///
    /// @param path of the repository inside
    /// @param from real path of the host's; null to start empty
    /// @param branch the one to check out; null for what git takes
    record FillRepository(
            IncusProject project,
            String instance,
            HostUser user,
            String path,
            @Nullable String from,
            @Nullable String branch)
            implements Exchange {}

    /// Brings what is not committed in a repository of this host into one inside, as uncommitted work.
    ///
    /// @param path of the repository inside
    /// @param from the one of this host
    /// @param what how many files, for display
    record SendWork(
            IncusProject project, String instance, HostUser user, String path, RepositoryPlace from, String what)
            implements Exchange {}

    /// Lets the user's clone know the repository inside, unless it has a remote of that name.
    ///
    /// @param path real path of the clone
    /// @param remote the name of git's remote
    record AddGitRemote(IncusProject project, String path, String remote, String url) implements Exchange {}

    /// Checks that a repository inside is whole, and that the user can write to it.
    ///
    /// @param path of the repository inside
    record ProveRepository(IncusProject project, String instance, HostUser user, String path) implements Exchange {}

    /// Checks that all that is in a repository inside is in one of this host too, but for ignored files.
    ///
    /// @param path of the repository inside
    /// @param here real path of the one of this host
    record CheckFetched(IncusProject project, String instance, HostUser user, String path, String here)
            implements Exchange {}
}
