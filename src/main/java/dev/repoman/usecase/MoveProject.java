package dev.repoman.usecase;

import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.Names;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.OwnContainer;
import dev.repoman.plan.move.MoveFacts;
import dev.repoman.plan.move.MovePlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `move`.
@ApplicationScoped
public class MoveProject {
    private final RegistryStore registry;
    private final Incus incus;
    private final KeptVolumes volumes;
    private final NewProject creator;
    private final FindClone clones;
    private final MovePlanner planner;
    private final HostUser user;

    MoveProject(
            RegistryStore registry,
            Incus incus,
            KeptVolumes volumes,
            NewProject creator,
            FindClone clones,
            MovePlanner planner,
            HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.volumes = volumes;
        this.creator = creator;
        this.clones = clones;
        this.planner = planner;
        this.user = user;
    }

    /// @param host the `[[host]]` that gets it; null for this one
    public Plan plan(ProjectName name, @Nullable String host) {
        Registry known = registry.load();
        Project entry = Names.require(name, known);
        Registry there = known.on(host);
        boolean begun = Objects.equals(entry.host(), host);
        List<String> silent = new ArrayList<>();
        MoveFacts.Old old = begun ? left(known, entry, silent) : old(known, entry);
        IncusProject target = there.defaults().project();
        List<Profile> existing = incus.profiles(target);
        Project moved = begun || old == null ? entry : entry.on(host).with(profiles(known, entry, there, existing));
        FindClone.Clone clone = clones.of(entry, known);
        return planner.plan(new MoveFacts(
                there,
                entry,
                moved,
                old,
                target,
                existing,
                incus.instance(target, name.value()).orElse(null),
                begun ? List.of() : volumes.of(target, name),
                old == null ? Plan.of(List.of()) : creator.moved(moved, begun),
                clone.place(),
                clone.uncommitted(),
                silent,
                user));
    }

    private MoveFacts.Old old(Registry known, Project entry) {
        IncusProject project = known.on(entry.host()).defaults().project();
        return new MoveFacts.Old(
                project,
                OwnContainer.require(
                        entry.name(),
                        incus.instance(project, entry.name().value()).orElse(null),
                        user));
    }

    /// @param silent receives the hosts that do not answer
    /// @return the container that an interrupted move has not deleted yet; null if there is none
    private MoveFacts.@Nullable Old left(Registry known, Project entry, List<String> silent) {
        List<@Nullable String> others = new ArrayList<>();
        others.add(null);
        known.hosts().forEach(host -> others.add(host.name()));
        others.remove(entry.host());
        for (@Nullable String other : others) {
            IncusProject project = known.on(other).defaults().project();
            try {
                Optional<Instance> found =
                        incus.instance(project, entry.name().value()).filter(it -> entry.isOf(it.ownership(), user));
                if (found.isPresent()) {
                    return new MoveFacts.Old(project, found.get());
                }
            } catch (IncusException _) {
                silent.add(other == null ? "here" : other);
            }
        }
        return null;
    }

    /// What every container has on one host is what every container has on the other; what this one has more goes with
    /// it, if it is there.
    private List<String> profiles(Registry known, Project entry, Registry there, List<Profile> existing) {
        List<String> usual = known.on(entry.host()).defaults().profiles();
        Set<String> wanted = new LinkedHashSet<>();
        if (entry.profiles().containsAll(usual)) {
            wanted.addAll(there.defaults().profiles());
            entry.profiles().stream().filter(it -> !usual.contains(it)).forEach(wanted::add);
        } else {
            wanted.addAll(entry.profiles());
        }
        return wanted.stream()
                .filter(name -> existing.stream().anyMatch(it -> it.name().equals(name)))
                .toList();
    }
}
