package dev.repoman.plan.move;

import dev.repoman.plan.Action;
import dev.repoman.plan.CloudConfig;
import dev.repoman.plan.Exchange;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Plan;
import dev.repoman.plan.Transfer;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.plan.move.MoveFacts.Old;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.InstanceSpec;
import dev.repoman.project.Ownership;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.RegistryEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `move`: what `new` would do on the other host, but from a copy of the container. The registry decides which of two
/// copies is the project: it is written when the copy is whole, and before that one starts. What has the project's name
/// on the host that the registry does not name is left from an interrupted move, and goes.
@ApplicationScoped
public class MovePlanner {
    private static final String STOPPED = "Stopped";
    private static final String BASE_IMAGE = "volatile.base_image";

    /// @throws RepomanException REFUSED where it cannot be moved, FAILED where its container is gone; then nothing was
    ///     changed
    public Plan plan(MoveFacts facts) {
        ProjectName name = facts.entry().name();
        Old old = facts.old();
        List<String> notes = new ArrayList<>();
        facts.silent()
                .forEach(host -> notes.add("the host " + host + " does not answer: whether it has an old copy of "
                        + name + " is not known"));
        if (old == null) {
            return new Plan(List.of(), List.of(), notes);
        }
        checkMovable(facts);
        boolean from = old.volume().isPresent();
        boolean to = facts.moved().hasVolume();
        List<Action> actions = new ArrayList<>();
        if (facts.begun()) {
            if (!old.instance().status().equals(STOPPED)) {
                actions.add(new Action.StopInstance(old.project(), name.value(), isFrozen(old.instance())));
            }
        } else {
            addCleaning(facts, actions);
            addCheck(facts, actions);
            addProfiles(facts, old, actions);
        }
        for (Action action : facts.fresh().actions()) {
            switch (action) {
                case Action.CreateInstance create -> addCopy(facts, old, create.spec(), actions);
                case Action.ProvisionUser provision ->
                    actions.add(new Action.ProvisionUser(
                            provision.project(),
                            provision.instance(),
                            provision.user(),
                            provision.repo(),
                            provision.source(),
                            provision.parents(),
                            CloudConfig.isIn(old.instance()),
                            provision.inside()));
                case Exchange.FillRepository fill
                when from ->
                    actions.add(
                            new Exchange.ProveRepository(fill.project(), fill.instance(), fill.user(), fill.path()));
                case Action.StartInstance _,
                        Action.UpdateInstance _,
                        Exchange.FillRepository _,
                        Exchange.AddGitRemote _ -> actions.add(action);
                default -> {} // what the container and the project have already
            }
        }
        addWork(facts, from, actions, notes);
        if (old.instance().status().equals(STOPPED) && !facts.begun()) {
            actions.add(new Action.StopInstance(facts.target(), name.value(), false));
        }
        actions.add(dropped(old.project(), old.instance(), to ? old.volume().orElse(null) : null));
        addNotes(facts, old, notes);
        return new Plan(actions, keeps(facts, old), notes);
    }

    private static void checkMovable(MoveFacts facts) {
        Project entry = facts.entry();
        ProjectName name = entry.name();
        if (entry.parent() != null || !facts.registry().forks(name).isEmpty()) {
            throw new RepomanException(
                    Fault.REFUSED,
                    entry.shown() + (entry.parent() == null ? " has forks" : " is a fork")
                            + ": a fork and its parent are on the same host",
                    "land what is in the forks, then: repoman remove --forks "
                            + Objects.requireNonNullElse(entry.parent(), name));
        }
        Old old = Objects.requireNonNull(facts.old());
        OwnContainer.require(name, old.instance(), facts.user());
        OwnContainer.checkProtection(old.project(), old.instance());
    }

    /// What an interrupted move left, which no registry ever named.
    private static void addCleaning(MoveFacts facts, List<Action> actions) {
        Project entry = facts.entry();
        IncusProject target = facts.target();
        Instance copy = facts.copy();
        if (copy == null) {
            facts.kept().stream().findFirst().ifPresent(volume -> {
                throw new RepomanException(
                        Fault.REFUSED,
                        "there is a volume of an earlier " + entry.name() + ", " + target.instance(volume.name())
                                + ", in the pool " + volume.pool(),
                        "if nothing in it is needed: incus storage volume delete " + target.instance(volume.pool())
                                + " " + volume.name() + " " + target.option());
            });
            return;
        }
        Ownership keys = copy.ownership();
        if (keys == null || !entry.isOf(keys, facts.user())) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "there is another container " + target.instance(copy.name()),
                    "incus list " + target.instance(copy.name()) + " " + target.option() + " shows it");
        }
        if (!copy.status().equals(STOPPED)) {
            actions.add(new Action.StopInstance(target, copy.name(), isFrozen(copy)));
        }
        String ours = RepositoryVolume.name(entry.name(), keys);
        actions.add(dropped(
                target,
                copy,
                RepositoryVolume.of(copy)
                        .or(() -> facts.kept().stream()
                                .filter(it -> it.name().equals(ours))
                                .findFirst())
                        .orElse(null)));
    }

    private static Action dropped(IncusProject project, Instance instance, @Nullable RepositoryVolume volume) {
        return new Transfer.DropCopy(
                project,
                instance.name(),
                instance.snapshots(),
                volume == null ? "" : volume.pool(),
                volume == null ? "" : volume.name());
    }

    /// A folder and a volume are exchanged by git. A repository that comes out of its volume is a folder here already,
    /// which has to have all of it.
    private static void addCheck(MoveFacts facts, List<Action> actions) {
        Old old = Objects.requireNonNull(facts.old());
        boolean from = old.volume().isPresent();
        if (from == facts.moved().hasVolume()) {
            return;
        }
        if (facts.here() == null) {
            String folder = facts.user()
                    .contract(facts.registry()
                            .defaults()
                            .repoPath(facts.user(), facts.entry().repo()));
            throw new RepomanException(
                    Fault.REFUSED,
                    folder + " is not a repository with a commit, and git brings it "
                            + (from ? "back" : "to another machine"),
                    from
                            ? "clone it: git clone repoman::" + facts.entry().name() + " " + folder
                            : "commit what is in it");
        }
        if (!from) {
            return;
        }
        if (!old.instance().running()) {
            actions.add(new Action.StartInstance(old.project(), old.instance().name()));
        }
        actions.add(new Exchange.CheckFetched(
                old.project(),
                old.instance().name(),
                facts.user(),
                facts.registry().pathInside(facts.entry(), facts.user()),
                facts.here().path()));
    }

    /// Incus takes no snapshot that names a profile which is not there; those of a container name its profiles.
    private static void addProfiles(MoveFacts facts, Old old, List<Action> actions) {
        if (!old.instance().snapshots().isEmpty()) {
            old.instance().profiles().stream()
                    .filter(name ->
                            facts.profiles().stream().noneMatch(it -> it.name().equals(name)))
                    .forEach(name -> actions.add(new Action.CreateProfile(
                            facts.target(),
                            new Profile(name, "empty, for snapshots that name it", Map.of(), new TreeMap<>(), ""))));
        }
    }

    /// The volume comes after the container, which says whose it is if this run is killed.
    private static void addCopy(MoveFacts facts, Old old, InstanceSpec spec, List<Action> actions) {
        IncusProject target = facts.target();
        Map<String, String> config = new TreeMap<>(old.instance().config());
        config.keySet()
                .removeIf(key ->
                        key.startsWith(Instance.VARIABLE) || key.startsWith("volatile.") && !key.equals(BASE_IMAGE));
        config.putAll(spec.config());
        SortedMap<String, Device> devices = new TreeMap<>(spec.devices());
        boolean volume = facts.moved().hasVolume();
        @Nullable Device repository = volume ? devices.remove(Desired.REPO_DEVICE) : null;
        // one that leaves its volume was started to be asked what is only there
        boolean running = !old.instance().status().equals(STOPPED)
                || !facts.begun() && old.volume().isPresent() && !volume;
        actions.add(new Transfer.MoveInstance(
                old.project(),
                running,
                target,
                new InstanceSpec(spec.name(), spec.image(), spec.profiles(), config, devices, spec.target())));
        facts.fresh().actions().stream()
                .filter(Action.CreateVolume.class::isInstance)
                .map(Action.CreateVolume.class::cast)
                .forEach(create -> actions.add(old.volume()
                        .<Action>map(it -> new Transfer.CopyVolume(
                                old.project(),
                                it.pool(),
                                it.name(),
                                target,
                                spec.name(),
                                create.pool(),
                                create.volume(),
                                create.target()))
                        .orElse(create)));
        if (repository != null) {
            actions.add(new Action.ReshapeInstance(
                    target, spec.name(), List.of(new InstanceChange.SetDevice(Desired.REPO_DEVICE, repository))));
        }
        actions.add(new Action.EditRegistry(
                new RegistryEdit.Move(facts.entry().name(), place(facts.entry()), place(facts.moved()))));
    }

    private static RegistryEdit.Place place(Project project) {
        return new RegistryEdit.Place(project.host(), project.profiles());
    }

    /// What is not committed comes from a folder, as `send --wip` would bring it.
    private static void addWork(MoveFacts facts, boolean from, List<Action> actions, List<String> notes) {
        if (from || !facts.moved().hasVolume() || facts.here() == null) {
            return;
        }
        ProjectName name = facts.entry().name();
        if (facts.begun() && !facts.uncommitted().isEmpty()) {
            notes.add("what is not committed here is brought there by: repoman send " + name + " --wip");
        } else if (!facts.begun() && !facts.uncommitted().isEmpty()) {
            actions.add(new Exchange.SendWork(
                    facts.target(),
                    name.value(),
                    facts.user(),
                    facts.registry().pathInside(facts.entry(), facts.user()),
                    facts.here(),
                    facts.uncommitted()));
        }
    }

    private static List<String> keeps(MoveFacts facts, Old old) {
        List<String> keeps = new ArrayList<>();
        boolean to = facts.moved().hasVolume();
        if (old.volume().isEmpty()) {
            keeps.add("the repository "
                    + facts.user()
                            .contract(facts.registry()
                                    .defaults()
                                    .repoPath(facts.user(), facts.entry().repo()))
                    + ", with its ignored files");
        } else if (!to) {
            RepositoryVolume volume = old.volume().get();
            keeps.add("the volume " + old.project().instance(volume.name()) + " in the pool " + volume.pool()
                    + ", with ignored files");
        }
        return keeps;
    }

    private static void addNotes(MoveFacts facts, Old old, List<String> notes) {
        if (facts.begun()) {
            notes.add("this ends a move that was interrupted");
            return;
        }
        List<String> out = new ArrayList<>(facts.entry().profiles());
        out.removeAll(facts.moved().profiles());
        if (!out.isEmpty()) {
            notes.add("left out, since it is not there: the profile" + (out.size() == 1 ? " " : "s ")
                    + String.join(", ", out));
        }
        Set<String> devices = new TreeSet<>();
        old.instance().devices().forEach((device, it) -> {
            if (!it.isRootDisk() && !isMade(facts, device)) {
                devices.add(device);
            }
        });
        if (!devices.isEmpty()) {
            notes.add("left out, since repoman did not make it: the device" + (devices.size() == 1 ? " " : "s ")
                    + String.join(", ", devices));
        }
        if (old.volume().isPresent() != facts.moved().hasVolume()) {
            notes.add("its mirror starts anew at the next sync; the old one stays where it is");
        }
    }

    private static boolean isMade(MoveFacts facts, String device) {
        return facts.fresh().actions().stream()
                .anyMatch(action -> action instanceof Action.CreateInstance create
                        && create.spec().devices().containsKey(device));
    }

    private static boolean isFrozen(Instance instance) {
        return instance.status().equals("Frozen");
    }
}
