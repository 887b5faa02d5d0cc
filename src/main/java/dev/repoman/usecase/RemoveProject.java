package dev.repoman.usecase;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.hermes.HermesProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.RemovePlanner;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `remove`.
@ApplicationScoped
public class RemoveProject {
    private final RegistryStore registry;
    private final Incus incus;
    private final KeptVolumes volumes;
    private final HermesProbe hermes;
    private final CheckpointFolders checkpoints;
    private final RemovePlanner planner;
    private final HostUser user;

    RemoveProject(
            RegistryStore registry,
            Incus incus,
            KeptVolumes volumes,
            HermesProbe hermes,
            CheckpointFolders checkpoints,
            RemovePlanner planner,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.volumes = volumes;
        this.hermes = hermes;
        this.checkpoints = checkpoints;
        this.planner = planner;
        this.user = user;
    }

    /// @param purgeHermes whether to delete its agent's data too
    /// @param purgeVolume whether to delete the volume with the repository too
    /// @param copy the repository of a fork; null if there is none
    /// @param force whether to delete the repository of a fork, whatever is in it
    public Plan plan(
            ProjectName name,
            boolean purgeHermes,
            boolean purgeVolume,
            RemovePlanner.@Nullable Copy copy,
            boolean force) {
        Registry known = registry.load().at(name);
        IncusProject project = known.defaults().project();
        Instance instance = incus.instance(project, name.value()).orElse(null);
        boolean mayHaveForks = known.find(name).filter(Project::mayHaveForks).isPresent();
        boolean hasVolume = known.find(name).filter(Project::hasVolume).isPresent();
        RepositoryVolume volume =
                instance != null && RepositoryVolume.of(instance).isPresent()
                        ? RepositoryVolume.of(instance).get()
                        : hasVolume || purgeVolume
                                ? volumes.of(project, name).stream().findFirst().orElse(null)
                                : null;
        return planner.plan(
                name,
                known,
                instance,
                mayHaveForks ? incus.instances(project, false) : List.of(),
                hermes.data(name),
                checkpoints.existingStoreOf(name).orElse(null),
                purgeHermes,
                volume,
                purgeVolume,
                copy,
                force,
                user);
    }
}
