package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.EditRegistry;
import dev.repoman.plan.Action.ProvisionUser;
import dev.repoman.plan.CloudConfig;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.ShellText;
import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `adopt`: writes an entry for one of our containers that has none, from its keys. The container is not
/// changed; differences appear as drift afterwards.
@ApplicationScoped
public class AdoptPlanner {
    private static final String STARTED = "volatile.last_state.power";

    /// @param instances all of the Incus project
    /// @param folder the repository, as the container's keys name it; null where there is no such container
    /// @param reposRootReal `repos_root` with symlinks resolved
    /// @param identity who commits to the repository; null where that is not known
    /// @param now RFC 3339, for a container without its creation time
    public record Facts(
            Registry registry,
            Override override,
            List<Instance> instances,
            @Nullable FolderFact folder,
            String reposRootReal,
            @Nullable IdentityFact identity,
            HostUser user,
            String now) {
        public Facts {
            instances = List.copyOf(instances);
        }
    }

    /// @throws RepomanException REFUSED where the name has an entry or the container is not this user's,
    ///     FAILED where there is none
    public Plan plan(ProjectName name, Facts facts) {
        facts.registry().find(name).ifPresent(_ -> {
            throw new RepomanException(
                    Fault.REFUSED, name + " is already in the registry", "repoman status " + name + " shows it");
        });
        Instance instance = facts.instances().stream()
                .filter(i -> i.name().equals(name.value()))
                .findFirst()
                .orElseThrow(() -> unknown(name, facts));
        Ownership ours = owned(instance, facts);
        if (isBegun(instance)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the creation of " + name + " was interrupted",
                    "continue: " + carryOn(name, ours, facts.registry(), facts.user()));
        }
        String repo = repo(ours, facts);
        List<String> notes = new ArrayList<>();
        FolderFact folder = facts.folder();
        boolean sealed = RepositoryVolume.of(instance).isPresent();
        if (!sealed && folder != null && folder.kind() == FolderFact.Kind.MISSING) {
            notes.add("the repository " + facts.user().contract(folder.path()) + " does not exist; repoman restore "
                    + name + " restores it from its backup");
        }
        Project entry = new Project(
                name,
                repo,
                image(name, ours, facts),
                instance.profiles(),
                ours.created().isEmpty() ? facts.now() : ours.created(),
                "",
                facts.override().backup().orElse(true)
                        && facts.registry()
                                .parentOf(name, ours.repo(), facts.user())
                                .isEmpty(),
                instance.devices().containsKey(Hermes.DEVICE),
                sealed && facts.registry().machine() == null
                                || instance.devices().containsValue(Sealed.NO_INTERFACE)
                        ? Containment.SEALED
                        : Guard.isGuarded(instance.expandedDevices()) ? Containment.GUARDED : Containment.OPEN,
                facts.registry()
                        .parentOf(name, ours.repo(), facts.user())
                        .map(Project::name)
                        .orElse(null),
                facts.registry().machine(),
                Set.of());
        List<Action> actions = new ArrayList<>();
        if (instance.running()) {
            // its creation may have been interrupted here; if not, nothing changes
            actions.add(new ProvisionUser(
                    facts.registry().defaults().project(),
                    instance.name(),
                    facts.user(),
                    null,
                    MountParents.of(
                            Path.of(facts.user().home()),
                            instance.expandedDevices().values()),
                    CloudConfig.isIn(instance),
                    Desired.inside(
                            facts.override(),
                            facts.identity(),
                            facts.registry()
                                    .parentOf(name, ours.repo(), facts.user())
                                    .map(parent -> facts.registry().pathInside(parent, facts.user()))
                                    .orElse(ours.repo()))));
        }
        actions.add(new EditRegistry(new RegistryEdit.Add(entry)));
        return new Plan(actions, List.of(), notes);
    }

    /// @return whether a container was created and never started: `new` was killed in between
    public static boolean isBegun(Instance instance) {
        return !instance.running() && !instance.config().containsKey(STARTED);
    }

    /// @return the command that ends the creation of a container
    public static String carryOn(ProjectName name, Ownership ours, Registry registry, HostUser user) {
        Optional<Project> parent = registry.parentOf(name, ours.repo(), user);
        if (parent.isPresent()) {
            String forked = parent.get().name().value();
            return "repoman fork " + forked + " " + name.value().substring(forked.length() + 1);
        }
        Path root = Path.of(registry.defaults().reposRoot(user));
        Path repo = Path.of(ours.repo());
        String folder = repo.startsWith(root) ? root.relativize(repo).toString() : ours.repo();
        return folder.equals(name.value())
                ? "repoman new " + name + registry.machineOption()
                : ShellText.command("repoman", "new", name.value(), "--repo", folder) + registry.machineOption();
    }

    private static RepomanException unknown(ProjectName name, Facts facts) {
        List<String> orphans = facts.instances().stream()
                .filter(i -> Ownership.isOf(i.config(), facts.user()))
                .map(Instance::name)
                .filter(i -> facts.registry().projects().stream()
                        .noneMatch(p -> p.name().value().equals(i)))
                .sorted()
                .toList();
        String hint = Names.nearest(name.value(), orphans)
                .map(near -> "did you mean " + near + "?")
                .orElse(
                        orphans.isEmpty()
                                ? "all of your containers have an entry: repoman list"
                                : "without an entry: " + String.join(", ", orphans));
        return new RepomanException(
                Fault.FAILED,
                "no container " + name + " in the Incus project "
                        + facts.registry().defaults().project(),
                hint);
    }

    private static Ownership owned(Instance instance, Facts facts) {
        Ownership ours = instance.ownership();
        IncusProject project = facts.registry().defaults().project();
        if (ours == null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + instance.name() + " in the Incus project " + project
                            + " was not created by repoman",
                    "create one that is: repoman new NAME --repo DIR");
        }
        if (ours.uid() != facts.user().uid()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + instance.name() + " belongs to " + ours.user() + " (uid " + ours.uid() + ")",
                    "only its owner can adopt it");
        }
        return ours;
    }

    /// The same rule as for a new one.
    private static String repo(Ownership ours, Facts facts) {
        String root = facts.registry().defaults().reposRoot(facts.user());
        Path path = Path.of(ours.repo());
        FolderFact folder = facts.folder();
        boolean around = folder != null && Path.of(facts.reposRootReal()).startsWith(folder.realPath());
        if (!path.equals(path.normalize()) || Path.of(root).startsWith(path) || around) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "its repository " + ours.repo() + " contains all repositories",
                    "remove that container: incus delete, or give it another repository by hand");
        }
        return path.startsWith(root)
                ? Path.of(root).relativize(path).toString()
                : facts.user().contract(path.toString());
    }

    private static String image(ProjectName name, Ownership ours, Facts facts) {
        try {
            return ImageRef.parse(ours.image()).toString();
        } catch (RepomanException _) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the container " + name + " does not say what image it was created from",
                    ShellText.command("incus", "config", "set", name.value(), Ownership.IMAGE + "=IMAGE", "--project")
                            + " " + facts.registry().defaults().project());
        }
    }
}
