package dev.repoman.usecase;

import dev.repoman.checkpoint.CheckpointFolders;
import dev.repoman.incus.Incus;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.RenamePlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Override;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;

/// `rename`.
@ApplicationScoped
public class RenameProject {
    private final RegistryStore registry;
    private final Incus incus;
    private final CheckpointFolders checkpoints;
    private final RenamePlanner planner;
    private final HostUser user;

    public RenameProject(
            RegistryStore registry, Incus incus, CheckpointFolders checkpoints, RenamePlanner planner, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.checkpoints = checkpoints;
        this.planner = planner;
        this.user = user;
    }

    public Plan plan(ProjectName from, ProjectName to) {
        Registry known = registry.load().at(from);
        IncusProject project = known.defaults().project();
        return planner.plan(
                from,
                to,
                new RenamePlanner.Facts(
                        known,
                        incus.instance(project, from.value()).orElse(null),
                        incus.instance(project, to.value()).orElse(null),
                        incus.instances(project, false),
                        !registry.override(to).equals(Override.NONE),
                        checkpoints.existingStoreOf(from).orElse(null),
                        checkpoints.storeOf(to),
                        checkpoints.existingStoreOf(to).isPresent(),
                        user));
    }
}
