package dev.repoman.plan.drift;

import dev.repoman.plan.Action;
import dev.repoman.plan.Action.MakeHermesFolder;
import dev.repoman.plan.Action.ProvisionUser;
import dev.repoman.plan.Action.ReplugDevice;
import dev.repoman.plan.Action.ReshapeInstance;
import dev.repoman.plan.CloudConfig;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.Drift.Fix;
import dev.repoman.plan.drift.Drift.Kind;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// `repair`: fixes drift in an existing container; one that is gone is for [dev.repoman.plan.life.NewPlanner].
/// It never changes data, and names drift that only another command can fix.
@ApplicationScoped
public class RepairPlanner {
    private static final Set<Kind> BEYOND = Set.of(Kind.FOREIGN, Kind.ORPHAN);

    /// @throws RepomanException if none of our containers can be repaired
    public Plan plan(ProjectFacts facts, List<Drift> drifts) {
        drifts.stream()
                .filter(drift -> BEYOND.contains(drift.kind()))
                .findFirst()
                .ifPresent(drift -> {
                    throw new RepomanException(
                            drift.kind() == Kind.FOREIGN ? Fault.REFUSED : Fault.FAILED,
                            facts.name() + " cannot be repaired: " + drift.what(),
                            drift.remedy());
                });
        Instance instance = Objects.requireNonNull(facts.instance());
        IncusProject project = facts.registry().defaults().project();
        List<Action> actions = new ArrayList<>();
        List<InstanceChange> changes = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        boolean provision = false;
        for (Drift drift : drifts) {
            switch (drift.fix()) {
                case null -> notes.add(drift.toString());
                case Fix.MakeFolder(String path) -> {
                    actions.add(new MakeHermesFolder(path));
                    notes.add("the hermes data starts empty: repoman hermes reseed " + facts.name()
                            + " copies the host's");
                    Device shown = instance.devices().get(Hermes.DEVICE);
                    if (shown != null && instance.running()) { // it still shows the deleted folder
                        actions.add(new ReplugDevice(project, instance.name(), Hermes.DEVICE, shown));
                    }
                }
                case Fix.Provision _ -> provision = true;
                case Fix.Replug(String name, Device device) ->
                    actions.add(new ReplugDevice(project, instance.name(), name, device));
                case Fix.Change(InstanceChange change) -> {
                    if (!changes.contains(change)) { // one list of profiles fixes several drifts
                        changes.add(change);
                    }
                }
            }
        }
        if (!changes.isEmpty()) {
            actions.add(new ReshapeInstance(project, instance.name(), changes));
        }
        addOwner(facts, instance, changes, provision, project, actions);
        return new Plan(actions, keeps(changes), notes);
    }

    /// @return whether the plan removes something that the user may have added manually
    public static boolean takesAway(Plan plan) {
        return plan.actions().stream()
                .anyMatch(action -> action instanceof ReshapeInstance reshape
                        && reshape.changes().stream().anyMatch(InstanceChange::takesAway));
    }

    /// Folders that a new mount point creates below the home belong to root until they are given to the user.
    private static void addOwner(
            ProjectFacts facts,
            Instance instance,
            List<InstanceChange> changes,
            boolean anyway,
            IncusProject project,
            List<Action> actions) {
        TreeMap<String, Device> devices = new TreeMap<>(instance.expandedDevices());
        Path home = Path.of(facts.user().home());
        List<String> before = MountParents.of(home, devices.values());
        changes.forEach(change -> {
            if (change instanceof InstanceChange.SetDevice(String name, Device device)) {
                devices.put(name, device);
            }
        });
        List<String> after = MountParents.of(home, devices.values());
        if (instance.running() && (anyway || !before.containsAll(after))) {
            actions.add(new ProvisionUser(
                    project,
                    instance.name(),
                    facts.user(),
                    null,
                    after,
                    CloudConfig.isIn(instance),
                    Objects.requireNonNull(facts.around()).inside()));
        }
    }

    private static List<String> keeps(List<InstanceChange> changes) {
        return changes.stream()
                .filter(InstanceChange.DropDevice.class::isInstance)
                .map(InstanceChange.DropDevice.class::cast)
                .map(drop -> "what the device " + drop.name() + " showed")
                .toList();
    }
}
