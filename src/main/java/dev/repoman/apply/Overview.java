package dev.repoman.apply;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `list`: the registry beside the containers, in one question to Incus.
@ApplicationScoped
public class Overview {
    private final RegistryStore registry;
    private final Incus incus;
    private final SyncStateStore syncs;
    private final HostUser user;

    public Overview(RegistryStore registry, Incus incus, SyncStateStore syncs, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.syncs = syncs;
        this.user = user;
    }

    /// A project, a container of ours without an entry (`entry` null), or an entry without a container (`instance`
    /// null while Incus is reachable).
    ///
    /// @param backup whether `sync --all` takes it
    /// @param lastSync the last attempt at a sync; null where there was none
    /// @param foreign whether the container behind the entry is not the one that repoman made for this user
    public record Row(
            String name,
            @Nullable Project entry,
            @Nullable Instance instance,
            boolean foreign,
            boolean backup,
            SyncState.@Nullable Attempt lastSync) {}

    /// @param rows in the registry's order, then the orphans by name
    /// @param trouble why Incus could not be asked, or null
    public record Rows(List<Row> rows, @Nullable IncusException trouble) {}

    public Rows rows(boolean addresses) {
        Registry known = registry.load();
        Map<String, Instance> containers = new HashMap<>();
        IncusException trouble = null;
        try {
            String project = known.defaults().incusProject();
            incus.instances(project, addresses).forEach(i -> containers.put(i.name(), i));
            if (containers.isEmpty() && !known.projects().isEmpty()) {
                incus.profile(project, "default"); // a missing project has no instances, and says so only elsewhere
            }
        } catch (IncusException e) {
            trouble = e;
        }
        List<Row> rows = new ArrayList<>();
        for (Project entry : known.projects()) {
            String name = entry.name().value();
            Instance instance = containers.remove(name);
            rows.add(new Row(
                    name,
                    entry,
                    instance,
                    instance != null && !Ownership.isOf(instance.config(), user),
                    isBackedUp(entry),
                    syncs.read(entry.name()).since(entry.created()).attempt()));
        }
        containers.values().stream()
                .filter(i -> Ownership.isOf(i.config(), user))
                .map(orphan -> new Row(orphan.name(), null, orphan, false, false, null))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(rows::add);
        return new Rows(rows, trouble);
    }

    /// One override that cannot be read is no reason to show nothing: `status` and `sync` name it.
    private boolean isBackedUp(Project entry) {
        try {
            return Effective.backup(entry, registry.override(entry.name())).value();
        } catch (RepomanException _) {
            return entry.backup();
        }
    }
}
