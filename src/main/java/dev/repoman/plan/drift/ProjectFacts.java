package dev.repoman.plan.drift;

import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Inside;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The facts about a project for finding its drift.
///
/// @param entry null for a container without one
/// @param instance null where there is none, or Incus could not be asked
/// @param asked whether Incus could be asked
/// @param hermesPath where the data of its agent is, or would be
/// @param around null if only Incus was read (`list`)
public record ProjectFacts(
        ProjectName name,
        Registry registry,
        @Nullable Project entry,
        Override override,
        @Nullable Instance instance,
        boolean asked,
        String hermesPath,
        HostUser user,
        @Nullable Around around) {

    /// What else there is.
    ///
    /// @param repository the folder that the entry names
    /// @param data the agent's
    /// @param profiles all of the Incus project; null where it could not be asked
    /// @param stale devices by which the running container still shows a folder that was replaced since
    /// @param ofRoot a folder of the home inside that should be the user's and is root's; null if there is none
    /// @param inside what the container's own files should say
    /// @param identityDiffers whether git inside is not configured for it
    /// @param reachesHost whether it reaches a service of this host, and should not
    /// @param sudoWorks whether the user may become root inside, and should not
    public record Around(
            FolderFact repository,
            DataFact data,
            @Nullable List<Profile> profiles,
            Set<String> stale,
            @Nullable String ofRoot,
            Inside inside,
            boolean identityDiffers,
            boolean sudoWorks,
            boolean reachesHost) {
        public Around {
            stale = Set.copyOf(stale);
        }
    }

    /// @return whether the container is not the one that repoman created for this user
    public boolean foreign() {
        return instance != null && !Ownership.isOf(instance.config(), user);
    }
}
