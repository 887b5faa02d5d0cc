package dev.repoman.usecase.fork;

import dev.repoman.hermes.HermesProbe;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.tree.IdentityProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.checkpoint.CheckpointFacts;
import dev.repoman.plan.fork.ForkFacts;
import dev.repoman.plan.fork.ForkPlan;
import dev.repoman.plan.fork.ForkPlanner;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import dev.repoman.usecase.Now;
import dev.repoman.usecase.checkpoint.LookAtCheckpoints;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// `fork`.
@ApplicationScoped
public class ForkProject {
    private final RegistryStore registry;
    private final LookAtCheckpoints looks;
    private final Incus incus;
    private final FolderProbe folders;
    private final AgentTrees trees;
    private final HermesProbe hermes;
    private final IdentityProbe identities;
    private final ForkPlanner planner;
    private final HostUser user;

    public ForkProject(
            RegistryStore registry,
            LookAtCheckpoints looks,
            Incus incus,
            FolderProbe folders,
            AgentTrees trees,
            HermesProbe hermes,
            IdentityProbe identities,
            ForkPlanner planner,
            HostUser user) {
        this.registry = registry;
        this.looks = looks;
        this.incus = incus;
        this.folders = folders;
        this.trees = trees;
        this.hermes = hermes;
        this.identities = identities;
        this.planner = planner;
        this.user = user;
    }

    /// @return the name of the fork's container
    public static ProjectName name(ProjectName parent, String task) {
        return new ProjectName(parent + "-" + task);
    }

    /// @param names of the forks
    /// @throws dev.repoman.project.RepomanException if it cannot be forked
    public ForkPlan plan(ProjectName parent, List<ProjectName> names) {
        Registry known = registry.load();
        Project entry = Names.require(parent, known);
        CheckpointFacts of = looks.at(parent, Instant.EPOCH);
        String path = known.defaults().repoPath(user, entry.repo());
        Map<Path, String> agents = trees.all(known);
        String driver = driver(of.container());
        IdentityFact identity = identities.look(folders.real(Path.of(path)).toString());
        ForkPlan plan = planner.plan(names.stream()
                .map(name -> {
                    DataFact data = hermes.data(name);
                    boolean seeded = known.find(name).isPresent() && data.there();
                    return new ForkFacts(
                            known,
                            entry,
                            of,
                            name,
                            incus.instance(of.project(), name.value()).orElse(null),
                            folders.look(path + "." + entry.taskOf(name.value()), agents),
                            registry.fork(name, parent),
                            driver,
                            data,
                            entry.hermes() && !seeded
                                    ? hermes.seed(known.defaults().llm())
                                    : null,
                            identity,
                            user,
                            Now.text());
                })
                .toList());
        SortedMap<String, Device> inherited = Optional.ofNullable(of.container())
                .map(Instance::expandedDevices)
                .orElse(new TreeMap<>());
        for (int i = 0; i < plan.forks().size(); i++) {
            String name = plan.forks().get(i).name().value();
            SortedMap<String, Device> devices = new TreeMap<>(inherited);
            devices.putAll(plan.of(i).addedDevices());
            trees.unsafe(devices, agents).stream().findFirst().ifPresent(device -> {
                throw device.refusal(name);
            });
        }
        return plan;
    }

    private String driver(@Nullable Instance container) {
        return Optional.ofNullable(container)
                .flatMap(it -> it.expandedDevices().values().stream()
                        .filter(Device::isRootDisk)
                        .findFirst())
                .flatMap(root -> Optional.ofNullable(root.option("pool")))
                .flatMap(pool -> incus.storagePool("", pool))
                .map(Incus.Pool::driver)
                .orElse("");
    }
}
