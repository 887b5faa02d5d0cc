package dev.repoman.usecase.doctor;

import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.doctor.Surroundings;
import dev.repoman.plan.image.BuildPlanner;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What Incus and the overrides say, for a report of a bug.
@ApplicationScoped
public class Describe {
    private final RegistryStore registry;
    private final Incus incus;
    private final HostUser user;

    public Describe(RegistryStore registry, Incus incus, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.user = user;
    }

    public Surroundings surroundings() {
        Registry known = registry.load();
        SortedMap<String, Override> overrides = new TreeMap<>();
        for (Project project : known.projects()) {
            try {
                overrides.put(project.name().value(), registry.override(project.name()));
            } catch (RepomanException _) {
                // doctor says that it is not readable
            }
        }
        IncusProject project = known.defaults().project();
        try {
            return new Surroundings(
                    incus.server(project.remote()).version(),
                    incus.profiles(project),
                    incus.instances(project, false).stream()
                            .filter(this::isOurs)
                            .toList(),
                    overrides);
        } catch (IncusException e) {
            return new Surroundings("unknown: " + e.what(), List.of(), List.of(), overrides);
        }
    }

    private boolean isOurs(Instance instance) {
        return Ownership.isOf(instance.config(), user) || BuildPlanner.isBuilder(instance, user.uid());
    }
}
