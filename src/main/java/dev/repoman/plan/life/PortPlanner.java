package dev.repoman.plan.life;

import dev.repoman.plan.Action;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `port`: the container first, which may refuse, then the override.
@ApplicationScoped
public class PortPlanner {
    /// @param file the path of the override
    /// @param instance null where the container is gone
    public record Facts(
            Registry registry,
            Override override,
            String file,
            @Nullable Instance instance,
            HostUser user) {}

    /// @return the ports of an override, in its order
    public static List<Port> ports(Override override) {
        return override.devices().stream()
                .flatMap(device -> Port.of(device.name(), device.options()).stream())
                .toList();
    }

    /// @throws RepomanException REFUSED if a port of the host forwards another one already
    public Plan add(ProjectName name, List<Port> wanted, Facts facts) {
        Instance instance = ours(name, facts);
        List<Port> there = ports(facts.override());
        Set<Port> ports = new LinkedHashSet<>(wanted);
        List<InstanceChange> changes = new ArrayList<>();
        List<Port> added = new ArrayList<>();
        for (Port port : ports) {
            Stream.concat(there.stream(), ports.stream())
                    .filter(other -> other.name().equals(port.name()) && !other.equals(port))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new RepomanException(
                                Fault.REFUSED,
                                "the port " + port.host() + " of the host cannot be both " + other + " and " + port,
                                "repoman port " + name + " --remove " + other + ", or choose another port of the host");
                    });
            Device device = port.device();
            if (!device.equals(instance.devices().get(port.name()))) {
                changes.add(new InstanceChange.SetDevice(port.name(), device));
            }
            if (!there.contains(port)) {
                added.add(port);
            }
        }
        return plan(name, facts, changes, added, List.of());
    }

    /// @param wanted each `[HOST:]CONTAINER`, or a port of the host, or else of the container
    /// @throws RepomanException FAILED if one is not forwarded
    public Plan remove(ProjectName name, List<String> wanted, Facts facts) {
        Instance instance = ours(name, facts);
        List<Port> there = ports(facts.override());
        Set<Port> removed = new LinkedHashSet<>();
        for (String word : wanted) {
            removed.addAll(find(name, word, there));
        }
        List<InstanceChange> changes = removed.stream()
                .map(Port::name)
                .filter(instance.devices()::containsKey)
                .<InstanceChange>map(InstanceChange.DropDevice::new)
                .toList();
        return plan(name, facts, changes, List.of(), List.copyOf(removed));
    }

    /// @return what a word means: never nothing
    public static List<Port> find(ProjectName name, String word, List<Port> there) {
        List<Port> found = there.stream()
                .filter(port -> word.equals(port.toString())
                        || word.equals(port.listen() + ":" + port.container())
                        || word.equals(Integer.toString(port.host())))
                .toList();
        if (found.isEmpty()) {
            found = there.stream()
                    .filter(port -> word.equals(Integer.toString(port.container())))
                    .toList();
        }
        if (found.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    "the port " + word + " of " + name + " is not forwarded",
                    there.isEmpty()
                            ? "repoman port " + name + " shows the ports"
                            : "forwarded are: "
                                    + there.stream().map(Port::toString).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private static Plan plan(
            ProjectName name, Facts facts, List<InstanceChange> changes, List<Port> added, List<Port> removed) {
        List<Action> actions = new ArrayList<>();
        if (!changes.isEmpty()) {
            actions.add(new Action.ReshapeInstance(facts.registry().defaults().project(), name.value(), changes));
        }
        if (!added.isEmpty() || !removed.isEmpty()) {
            actions.add(new Action.EditOverride(name, facts.file(), OverrideEdit.ofPorts(added, removed)));
        }
        return Plan.of(actions);
    }

    private static Instance ours(ProjectName name, Facts facts) {
        Names.require(name, facts.registry());
        return OwnContainer.require(name, facts.instance(), facts.user());
    }
}
