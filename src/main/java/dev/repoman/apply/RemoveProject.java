package dev.repoman.apply;

import dev.repoman.incus.Incus;
import dev.repoman.plan.Plan;
import dev.repoman.plan.RemovePlanner;
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
    private final RemovePlanner planner;
    private final HostUser user;

    public RemoveProject(RegistryStore registry, Incus incus, RemovePlanner planner, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.planner = planner;
        this.user = user;
    }

    public Plan plan(ProjectName name) {
        Registry known = registry.load();
        return planner.plan(
                name,
                known,
                incus.instance(known.defaults().incusProject(), name.value()).orElse(null),
                user);
    }
}
