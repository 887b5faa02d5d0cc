package dev.repoman.plan.move;

import dev.repoman.plan.Plan;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The facts for `move`.
///
/// @param registry as the target sees it
/// @param entry as it is
/// @param moved as it will be; the same for a move that was interrupted after the registry was written
/// @param old where the container is, or was; null if it is nowhere else than on the target any more
/// @param target the Incus project that gets it
/// @param profiles those that exist there
/// @param copy what has its name there, or null
/// @param kept volumes of the project there that nothing uses
/// @param fresh the plan that would create it there
/// @param here the repository here, where it is one with a commit, or null
/// @param uncommitted what is not committed in it, for display; empty for nothing
/// @param silent hosts that could not be asked whether they have an old one
public record MoveFacts(
        Registry registry,
        Project entry,
        Project moved,
        @Nullable Old old,
        IncusProject target,
        List<Profile> profiles,
        @Nullable Instance copy,
        List<RepositoryVolume> kept,
        Plan fresh,
        @Nullable RepositoryPlace here,
        String uncommitted,
        List<String> silent,
        HostUser user) {
    public MoveFacts {
        profiles = List.copyOf(profiles);
        kept = List.copyOf(kept);
        silent = List.copyOf(silent);
    }

    /// @param project the Incus project that has it
    public record Old(IncusProject project, Instance instance) {
        /// @return the volume with its repository; empty if that is a folder of this host
        Optional<RepositoryVolume> volume() {
            return RepositoryVolume.of(instance);
        }
    }

    /// @return whether an interrupted move has to be ended
    boolean begun() {
        return entry.equals(moved);
    }
}
