package dev.repoman.plan.fork;

import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import org.jspecify.annotations.Nullable;

/// What a fork is planned from.
///
/// @param of the container and the repository of the parent
/// @param name of the fork
/// @param there the container of that name, or null
/// @param folder of the fork's repository
/// @param override of the fork
/// @param driver of the storage pool; empty where it is not known
/// @param data where the agent's data of the fork would be
/// @param seed what is copied of the host's hermes data; null if the parent has no agent, or the fork has its data
/// @param identity who commits to the repository; null where that could not be read
/// @param now RFC 3339, UTC, to the second
public record ForkFacts(
        Registry registry,
        Project parent,
        CheckpointFacts of,
        ProjectName name,
        @Nullable Instance there,
        FolderFact folder,
        Override override,
        String driver,
        DataFact data,
        @Nullable HostSeed seed,
        @Nullable IdentityFact identity,
        HostUser user,
        String now) {
    /// @return what the fork is for
    String task() {
        return parent.taskOf(name.value());
    }
}
