package dev.repoman.plan.life;

import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Placement;
import dev.repoman.plan.UnsafeDevice;
import dev.repoman.project.Cluster;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The facts for `new`.
///
/// @param outer the repository that the folder is in, or null
/// @param holds what another project shows to its agent and lies in the folder, for display; null if there is nothing
/// @param anothers whether the folder belongs to another user
/// @param originUrl of the existing repository, if a clone is requested; null if there is none
/// @param gitState of the existing repository, for one in a volume; None else
/// @param volume that has the repository already; null if none has
/// @param unsafe disks that the container would have, whose source an agent can replace
/// @param reposRootReal `repos_root` with symlinks resolved
/// @param profiles all of the Incus project
/// @param instance of the wanted name, or null
/// @param localImage properties of the wanted image in the local store; null where it does not exist
/// @param seed what is copied of the host's hermes data; null if no agent is wanted
/// @param data where the agent's data would be
/// @param identity who commits to the repository; null where that could not be read
/// @param overrideFile where the override is, or would be
/// @param setupLog where the output of a first-run script goes
/// @param now RFC 3339, UTC, to the second
public record NewFacts(
        FolderFact folder,
        GitFolder git,
        @Nullable String outer,
        @Nullable String holds,
        boolean anothers,
        @Nullable String originUrl,
        GitFact gitState,
        @Nullable RepositoryVolume volume,
        Cluster cluster,
        List<UnsafeDevice> unsafe,
        String reposRootReal,
        List<Profile> profiles,
        @Nullable Instance instance,
        @Nullable Map<String, String> localImage,
        @Nullable HostSeed seed,
        DataFact data,
        @Nullable IdentityFact identity,
        String overrideFile,
        String setupLog,
        String now) {
    public NewFacts {
        unsafe = List.copyOf(unsafe);
        profiles = List.copyOf(profiles);
    }

    /// @return the same, but for a container and a volume that are there already
    public NewFacts afresh() {
        return new NewFacts(
                folder,
                git,
                outer,
                holds,
                anothers,
                originUrl,
                gitState,
                null,
                cluster,
                unsafe,
                reposRootReal,
                profiles,
                null,
                localImage,
                seed,
                data,
                identity,
                overrideFile,
                setupLog,
                now);
    }

    /// @return the member of a cluster that gets the container, `@` and a group, or empty
    String target(NewSettings settings) {
        return Placement.target(
                cluster, settings.asked().target(), settings.hasVolume(), volume == null ? null : volume.member());
    }

    void addNotes(InstanceSpec spec, boolean hasVolume, List<String> notes) {
        if (!hasVolume && !spec.target().equals(cluster.here())) {
            notes.add("the folders of this host that the container shows must also be on the member that gets it,"
                    + " at the same paths");
        }
    }
}
