package dev.repoman.usecase;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.hermes.HermesProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.RemovePlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;

/// `remove`.
@ApplicationScoped
public class RemoveProject {
    private final RegistryStore registry;
    private final Incus incus;
    private final HermesProbe hermes;
    private final CheckpointFolders checkpoints;
    private final RemovePlanner planner;
    private final HostUser user;

    public RemoveProject(
            RegistryStore registry,
            Incus incus,
            HermesProbe hermes,
            CheckpointFolders checkpoints,
            RemovePlanner planner,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.hermes = hermes;
        this.checkpoints = checkpoints;
        this.planner = planner;
        this.user = user;
    }

    /// @param purgeHermes whether to delete its agent's data too
    public Plan plan(ProjectName name, boolean purgeHermes) {
        Registry known = registry.load();
        return planner.plan(
                name,
                known,
                incus.instance(known.defaults().incusProject(), name.value()).orElse(null),
                hermes.data(name),
                checkpoints.existingStoreOf(name).orElse(null),
                purgeHermes,
                user);
    }
}
