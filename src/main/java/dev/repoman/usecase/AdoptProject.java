package dev.repoman.usecase;

import dev.repoman.host.FolderProbe;
import dev.repoman.host.tree.IdentityProbe;
import dev.repoman.incus.Incus;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.AdoptPlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `adopt`.
@ApplicationScoped
public class AdoptProject {
    private final RegistryStore registry;
    private final Incus incus;
    private final FolderProbe folders;
    private final IdentityProbe identities;
    private final AgentTrees trees;
    private final AdoptPlanner planner;
    private final HostUser user;

    public AdoptProject(
            RegistryStore registry,
            Incus incus,
            FolderProbe folders,
            IdentityProbe identities,
            AgentTrees trees,
            AdoptPlanner planner,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.folders = folders;
        this.identities = identities;
        this.trees = trees;
        this.planner = planner;
        this.user = user;
    }

    /// @param host the `[[host]]` that has them; null for this one
    /// @return the containers of ours that have no entry
    public List<ProjectName> orphans(@Nullable String host) {
        Registry known = registry.load().on(host);
        return incus.instances(known.defaults().project(), false).stream()
                .filter(instance -> Ownership.isOf(instance.config(), user))
                .map(instance -> new ProjectName(instance.name()))
                .filter(name -> known.find(name).isEmpty())
                .sorted()
                .toList();
    }

    /// @param host the `[[host]]` that has its container; null for this one
    public Plan plan(ProjectName name, @Nullable String host) {
        Registry known = registry.load().on(host);
        List<Instance> instances = incus.instances(known.defaults().project(), false);
        FolderFact folder = instances.stream()
                .filter(i -> i.name().equals(name.value()))
                .map(Instance::ownership)
                .filter(Objects::nonNull)
                .map(Ownership::repo)
                .map(path -> trees.look(path, known))
                .findFirst()
                .orElse(null);
        return planner.plan(
                name,
                new AdoptPlanner.Facts(
                        known,
                        registry.override(name),
                        instances,
                        folder,
                        folders.real(Path.of(known.defaults().reposRoot(user))).toString(),
                        folder == null ? null : identities.look(folder.realPath()),
                        user,
                        Now.text()));
    }
}
