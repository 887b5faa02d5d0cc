package dev.repoman.usecase;

import dev.repoman.incus.IncusProbe;
import dev.repoman.plan.Plan;
import dev.repoman.plan.setup.HostPlanner;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Host;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryEdit;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// `setup --host`.
@ApplicationScoped
public class AddHost {
    private final RegistryStore registry;
    private final IncusProbe incus;
    private final HostPlanner planner;

    public AddHost(RegistryStore registry, IncusProbe incus, HostPlanner planner) {
        this.registry = registry;
        this.incus = incus;
        this.planner = planner;
    }

    /// @param changesNothing whether a registry of an older schema is only read, and not migrated
    public Plan plan(HostPlanner.Request request, boolean changesNothing) {
        Registry known = changesNothing ? registry.peek() : registry.load();
        Host wanted = request.host(known);
        // a value that the registry could not hold is not asked Incus for
        Registry with = registry.read(registry.preview(List.of(new RegistryEdit.SetHost(wanted))));
        Defaults there = with.on(wanted.name()).defaults();
        IncusProbe.Facts facts = incus.look(there.project(), wanted.bridge().orElse(null), there.bridge());
        return planner.plan(wanted, known, facts.incus(), facts.bridge());
    }
}
