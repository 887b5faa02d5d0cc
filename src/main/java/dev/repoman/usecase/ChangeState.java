package dev.repoman.usecase;

import dev.repoman.incus.Incus;
import dev.repoman.plan.Action;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.StatePlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `start`, `stop` and `restart`.
@ApplicationScoped
public class ChangeState {
    private final RegistryStore registry;
    private final Incus incus;
    private final AgentTrees trees;
    private final FreePorts ports;
    private final StatePlanner planner;
    private final HostUser user;

    public ChangeState(
            RegistryStore registry,
            Incus incus,
            AgentTrees trees,
            FreePorts ports,
            StatePlanner planner,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.trees = trees;
        this.ports = ports;
        this.planner = planner;
        this.user = user;
    }

    /// @return all projects, in the order of the registry
    public List<ProjectName> all() {
        return registry.load().projects().stream().map(Project::name).toList();
    }

    public Plan plan(ProjectName name, StatePlanner.Wanted wanted) {
        Registry known = registry.load().at(name);
        Project entry = Names.require(name, known);
        IncusProject project = known.defaults().project();
        Instance instance = incus.instance(project, name.value()).orElse(null);
        Map<Path, String> agents = trees.all(known);
        Plan plan = planner.plan(
                name,
                wanted,
                new StatePlanner.Facts(
                        project,
                        instance,
                        trees.repository(entry, known, agents),
                        instance == null ? List.of() : trees.unsafe(instance.expandedDevices(), agents),
                        user));
        if (instance != null && plan.actions().stream().anyMatch(Action.StartInstance.class::isInstance)) {
            ports.check(project, instance.devices(), instance);
        }
        return plan;
    }
}
