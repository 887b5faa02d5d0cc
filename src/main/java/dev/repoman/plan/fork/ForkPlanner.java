package dev.repoman.plan.fork;

import dev.repoman.plan.Action;
import dev.repoman.plan.CloudConfig;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.HostSeed;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.RepositoryPlace;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.drift.DriftFinder;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.Hermes;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `fork`. The copy of the container comes first: its keys say which fork it is, so that the next run
/// continues one that was killed. Then it is made what the registry and the override say, like any
/// container by `repair`.
@ApplicationScoped
public class ForkPlanner {
    /// Those that copy a file by sharing its blocks.
    private static final Set<String> COPY_ON_WRITE = Set.of("btrfs", "xfs", "bcachefs");

    /// Its name while the copies are made, which is no label.
    private static final String CHECKPOINT = "+fork";

    private static final String HOST_NAME = "host_name";

    /// @param all for each fork of one parent
    /// @throws RepomanException if the facts do not allow it; then nothing was changed
    public ForkPlan plan(List<ForkFacts> all) {
        all.forEach(ForkPlanner::check);
        List<ForkFacts> complete = all.stream().filter(ForkPlanner::isComplete).toList();
        if (!complete.isEmpty() && all.stream().noneMatch(one -> isBegun(one) && !isComplete(one))) {
            ProjectName name = complete.getFirst().name();
            throw refused(
                    "there is a project " + name + " already",
                    "choose another task, or continue in it: repoman shell " + name);
        }
        Set<String> notes = new LinkedHashSet<>();
        complete.forEach(one -> notes.add(shown(one) + " is complete already"));
        List<Parts> forks = all.stream()
                .filter(one -> !isComplete(one))
                .map(one -> parts(one, notes))
                .toList();
        ForkFacts any = all.getFirst();
        List<Action> first = new ArrayList<>();
        List<Action> last = new ArrayList<>();
        List<ForkPlan.Stage> stages = new ArrayList<>();
        boolean saved = forks.stream().anyMatch(Parts::byCheckpoint);
        if (saved) {
            first.add(new Action.SaveRepository(place(any), CHECKPOINT));
            last.add(new Action.DropCommits(place(any).store(), List.of(CHECKPOINT)));
        }
        Instance parent = Objects.requireNonNull(any.of().container());
        boolean frozen = parent.running()
                && forks.stream().anyMatch(fork -> !fork.frozen().isEmpty());
        if (frozen) {
            first.add(new Action.FreezeInstance(any.of().project(), parent.name()));
        }
        stages.add(new ForkPlan.Stage(first, forks.stream().map(Parts::frozen).toList()));
        Action thaw = new Action.ThawInstance(any.of().project(), parent.name());
        if (saved) {
            stages.add(new ForkPlan.Stage(
                    frozen ? List.of(thaw) : List.of(),
                    forks.stream().map(Parts::unfrozen).toList()));
        } else if (frozen) {
            last.add(thaw);
        }
        stages.add(new ForkPlan.Stage(last, forks.stream().map(Parts::rest).toList()));
        return new ForkPlan(
                forks.stream().map(Parts::entry).toList(),
                stages,
                forks.stream().map(Parts::entries).toList(),
                List.copyOf(notes));
    }

    /// What is done for one fork.
    ///
    /// @param frozen while the container of the parent is frozen
    /// @param unfrozen while the parent may work on
    /// @param rest when nothing of the parent is needed any more
    /// @param entries that the registry lacks
    private record Parts(
            Project entry,
            List<Action> frozen,
            List<Action> unfrozen,
            List<Action> rest,
            List<Action.EditRegistry> entries) {
        boolean byCheckpoint() {
            return Stream.concat(frozen.stream(), unfrozen.stream())
                    .anyMatch(action -> action instanceof Action.CopyRepository copy && !copy.whole());
        }
    }

    private static Parts parts(ForkFacts facts, Set<String> notes) {
        Instance parent = OwnContainer.require(facts.parent().name(), facts.of().container(), facts.user());
        RepositoryPlace place = place(facts);
        IncusProject project = facts.of().project();
        String name = facts.name().value();
        String path = facts.folder().path();
        Instance there = facts.there();
        Ownership ours = there == null ? null : there.ownership();
        Ownership keys = new Ownership(
                path,
                facts.parent().image(),
                facts.user().name(),
                facts.user().uid(),
                ours == null ? facts.now() : ours.created());
        Project entry = facts.registry().find(facts.name()).orElse(entry(facts, keys.created()));
        List<Action> frozen = new ArrayList<>();
        List<Action> unfrozen = new ArrayList<>();
        List<Action> rest = new ArrayList<>();
        List<Action.EditRegistry> entries = new ArrayList<>();
        HostSeed seed = facts.seed();
        Hermes hermes = new Hermes(
                seed != null,
                facts.registry().defaults().llm().hermesEnvKeep(),
                facts.registry().defaults().llm().wiring());
        if (seed != null) {
            if (there == null && facts.registry().find(facts.name()).isEmpty()) {
                Hermes.checkEmpty(facts.name(), facts.data(), facts.user());
            }
            Hermes.addFolder(facts.data(), rest);
            List<String> seeding = new ArrayList<>();
            hermes.addNotes(seed, facts.user(), seeding);
            notes.addAll(seeding);
        }
        if (there == null) {
            frozen.add(new Action.CopyInstance(project, parent.name(), name, keys.config(), parent.location()));
            if (facts.driver().equals("dir")) {
                notes.add("the storage pool is of the kind dir, which cannot copy on write: every file of the container"
                        + " is copied, and " + parent.name()
                        + (parent.running() ? " is frozen meanwhile" : " is read"));
            }
        }
        if (facts.folder().kind() == FolderFact.Kind.MISSING) {
            boolean whole = place.gitFolder().isEmpty()
                    && COPY_ON_WRITE.contains(facts.folder().fileSystem());
            // beside a copy of the container that takes as long, it keeps the parent frozen no longer
            boolean beside = there == null && facts.driver().equals("dir");
            (whole || beside ? frozen : unfrozen).add(new Action.CopyRepository(place, path, CHECKPOINT, whole));
            if (!whole) {
                notes.add((place.gitFolder().isEmpty()
                                ? "the file system of the repository, "
                                        + facts.folder().fileSystem() + ", cannot copy on write"
                                : "the history of the repository is elsewhere")
                        + ": it is copied in full, without ignored files");
            }
        }
        Instance copy = copy(facts, parent, keys);
        List<InstanceChange> changes = changes(facts, entry, copy);
        if (!changes.isEmpty()) {
            rest.add(new Action.ReshapeInstance(project, name, changes));
        }
        if (seed != null) {
            Hermes.addSeed(facts.data(), seed, hermes.envKeep(), rest);
        }
        if (there == null || !there.running()) {
            rest.add(new Action.ForgetMachineId(project, name));
            rest.add(new Action.StartInstance(project, name));
        }
        rest.add(provision(facts, copy, changes, path));
        if (facts.registry().find(facts.name()).isEmpty()) {
            entries.add(new Action.EditRegistry(new RegistryEdit.Add(entry)));
        }
        return new Parts(entry, frozen, unfrozen, rest, entries);
    }

    /// Some run has made a part of it at least.
    private static boolean isBegun(ForkFacts facts) {
        return facts.there() != null || facts.registry().find(facts.name()).isPresent();
    }

    private static boolean isComplete(ForkFacts facts) {
        return facts.there() != null && facts.registry().find(facts.name()).isPresent();
    }

    private static String shown(ForkFacts facts) {
        return facts.parent().name() + "." + facts.task();
    }

    private static void check(ForkFacts facts) {
        Project parent = facts.parent();
        String shown = shown(facts);
        if (parent.parent() != null) {
            throw refused(
                    parent.shown() + " is a fork itself",
                    "fork its parent: repoman fork " + parent.parent() + " " + facts.task());
        }
        if (parent.hasVolume()) {
            throw refused(
                    "the repository of " + parent.name() + " is in a volume, which fork does not copy yet",
                    "create another project on the same repository: repoman new NAME --repo " + parent.repo() + " "
                            + parent.volumeOption());
        }
        facts.registry().find(facts.name()).ifPresent(entry -> {
            if (!parent.name().equals(entry.parent())) {
                throw refused(
                        "there is a project " + facts.name() + " already",
                        "choose another task, or continue in it: repoman shell " + facts.name());
            }
        });
        Instance there = facts.there();
        boolean begun = isBegun(facts);
        if (there != null) {
            Ownership ours = there.ownership();
            begun = ours != null
                    && Ownership.isOf(there.config(), facts.user())
                    && ours.repo().equals(facts.folder().path());
            if (!begun) {
                throw refused("there is a container " + facts.name() + " already", "choose another task");
            }
        }
        FolderFact folder = facts.folder();
        String path = facts.user().contract(folder.path());
        if (folder.within() != null) {
            throw refused(folder.nested(path), "move the repository of " + parent.name() + " out of it");
        }
        if (!begun && folder.kind() != FolderFact.Kind.MISSING) {
            throw refused(path + " already exists", "choose another task, or move it away");
        }
        facts.registry()
                .mirrorClash(facts.name(), repo(facts), false)
                .filter(other -> !other.name().equals(facts.name()))
                .ifPresent(other -> {
                    throw refused(
                            "the backup of " + shown + " would be in the same folder as that of " + other.name(),
                            "choose another task");
                });
    }

    private static RepositoryPlace place(ForkFacts facts) {
        RepositoryPlace place = facts.of().place();
        if (place == null) {
            throw refused(
                    facts.parent().name() + " cannot be forked: " + facts.of().why(),
                    "repoman status " + facts.parent().name() + " says more");
        }
        return place;
    }

    private static String repo(ForkFacts facts) {
        return facts.parent().repo() + "." + facts.task();
    }

    private static Project entry(ForkFacts facts, String created) {
        Project parent = facts.parent();
        return new Project(
                facts.name(),
                repo(facts),
                parent.image(),
                parent.profiles(),
                created,
                "",
                false,
                parent.hermes(),
                parent.containment(),
                parent.name(),
                parent.host(),
                Set.of());
    }

    /// The container as it is when it has been copied, or is already.
    private static Instance copy(ForkFacts facts, Instance parent, Ownership keys) {
        Instance is = facts.there() == null ? parent : facts.there();
        Map<String, String> config = new TreeMap<>(is.config());
        config.putAll(keys.config());
        return new Instance(
                facts.name().value(),
                facts.there() == null ? "Stopped" : is.status(),
                is.location(),
                is.profiles(),
                config,
                is.expandedConfig(),
                renamed(is.devices(), parent),
                renamed(is.expandedDevices(), parent),
                List.of(),
                List.of());
    }

    /// Two containers cannot have an interface of the same name on the host.
    private static SortedMap<String, Device> renamed(SortedMap<String, Device> devices, Instance parent) {
        SortedMap<String, Device> all = new TreeMap<>(devices);
        parent.devices().forEach((name, device) -> {
            String taken = device.option(HOST_NAME);
            Device own = all.get(name);
            if (taken != null && own != null && taken.equals(own.option(HOST_NAME))) {
                Map<String, String> options = new TreeMap<>(own.options());
                options.remove(HOST_NAME);
                all.put(name, Device.of(options));
            }
        });
        return all;
    }

    private static List<InstanceChange> changes(ForkFacts facts, Project entry, Instance copy) {
        ProjectFacts copied = new ProjectFacts(
                facts.name(),
                facts.registry(),
                entry,
                facts.override(),
                copy,
                true,
                facts.data().path(),
                facts.user(),
                null);
        List<InstanceChange> changes = new ArrayList<>();
        for (Drift drift : DriftFinder.find(copied)) {
            if (drift.fix() instanceof Drift.Fix.Change(InstanceChange change) && !changes.contains(change)) {
                changes.add(change);
            }
        }
        return changes;
    }

    private static Action provision(ForkFacts facts, Instance copy, List<InstanceChange> changes, String path) {
        SortedMap<String, Device> devices = new TreeMap<>(copy.expandedDevices());
        changes.forEach(change -> {
            if (change instanceof InstanceChange.SetDevice(String name, Device device)) {
                devices.put(name, device);
            } else if (change instanceof InstanceChange.DropDevice(String name)) {
                devices.remove(name);
            }
        });
        String inside = facts.registry().pathInside(facts.parent(), facts.user());
        return new Action.ProvisionUser(
                facts.of().project(),
                facts.name().value(),
                facts.user(),
                inside,
                path,
                MountParents.of(Path.of(facts.user().home()), devices.values()),
                CloudConfig.isIn(copy),
                Desired.inside(facts.override(), facts.identity(), inside));
    }

    private static RepomanException refused(String what, String hint) {
        return new RepomanException(Fault.REFUSED, what, hint);
    }
}
