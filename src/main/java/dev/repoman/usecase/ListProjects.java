package dev.repoman.usecase;

import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.hermes.HermesFolders;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.drift.DriftFinder;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.project.Containment;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `list`: compares the registry with the containers, with one request to Incus. So it finds only drift that
/// this answer shows; `status` looks at the host too.
@ApplicationScoped
public class ListProjects {
    private final RegistryStore registry;
    private final Incus incus;
    private final SyncStateStore syncs;
    private final HermesFolders hermes;
    private final HostUser user;

    public ListProjects(
            RegistryStore registry, Incus incus, SyncStateStore syncs, HermesFolders hermes, HostUser user) {
        this.registry = registry;
        this.incus = incus;
        this.syncs = syncs;
        this.hermes = hermes;
        this.user = user;
    }

    /// A project, one of our containers without an entry (`entry` null), or an entry without a container
    /// (`instance` null while Incus is reachable).
    ///
    /// @param state `running`, `stopped` … as Incus says; `missing` for an entry without a container,
    ///     `foreign` for one whose container belongs to somebody else, `orphan` for a container without an
    ///     entry, `offline` where its member of a cluster is gone, `unknown` where Incus could not be asked
    /// @param backup whether `sync --all` takes it
    /// @param containment null without an entry
    /// @param lastSync the last attempt at a sync; null where there was none
    public record Row(
            String name,
            String state,
            @Nullable Project entry,
            @Nullable Instance instance,
            boolean backup,
            @Nullable Containment containment,
            SyncState.@Nullable Attempt lastSync,
            List<Drift> drift) {
        /// @return its name for display
        public String shown() {
            return entry == null ? name : entry.shown();
        }

        /// @return the member of a cluster that its container is on; empty without one
        public String location() {
            return instance == null ? "" : instance.location();
        }

        /// @return why Incus does not know what its container is like, or null
        public @Nullable String trouble() {
            return instance != null && instance.offline()
                    ? "the member " + instance.location() + " of the cluster does not answer"
                    : null;
        }

        public boolean lastSyncFailed() {
            return backup && lastSync != null && lastSync.bad();
        }
    }

    /// @param rows in the registry's order, forks below their parent, then the orphans by name
    /// @param trouble why Incus could not be asked, or null
    public record Rows(List<Row> rows, @Nullable IncusException trouble) {}

    public Rows rows(boolean addresses) {
        Registry known = registry.load();
        Map<String, Instance> containers = new HashMap<>();
        IncusException trouble = null;
        try {
            IncusProject project = known.defaults().here();
            incus.instances(project, addresses).forEach(i -> containers.put(i.name(), i));
            if (containers.isEmpty() && !known.projects().isEmpty()) {
                incus.profile(project, "default"); // a missing project returns an empty list here
            }
        } catch (IncusException e) {
            trouble = e;
        }
        boolean asked = trouble == null || trouble.reason() == IncusException.Reason.PROJECT_NOT_FOUND;
        List<Row> rows = new ArrayList<>();
        for (Project entry : inFamilies(known)) {
            rows.add(row(known, entry, containers.remove(entry.name().value()), asked));
        }
        containers.values().stream()
                .filter(i -> Ownership.isOf(i.config(), user))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .map(orphan -> orphan(known, orphan))
                .forEach(rows::add);
        return new Rows(rows, trouble);
    }

    /// @return each project, its forks directly below it
    private static List<Project> inFamilies(Registry known) {
        List<Project> all = new ArrayList<>();
        for (Project project : known.projects()) {
            if (known.parent(project).isEmpty()) {
                all.add(project);
                all.addAll(known.forks(project.name()));
            }
        }
        return all;
    }

    private Row row(Registry known, Project entry, @Nullable Instance instance, boolean asked) {
        ProjectName name = entry.name();
        SyncState.Attempt last = syncs.read(name).since(entry.created()).attempt();
        try {
            Override override = registry.override(name);
            ProjectFacts facts = facts(known, name, entry, override, instance, asked);
            boolean backup = Effective.backup(entry, override).value();
            return new Row(
                    name.value(),
                    state(facts, instance),
                    entry,
                    instance,
                    backup,
                    Effective.containment(entry, override).value(),
                    last,
                    DriftFinder.find(facts));
        } catch (RepomanException e) {
            // an unreadable override must not hide the rest
            ProjectFacts facts = facts(known, name, entry, Override.NONE, instance, asked);
            List<Drift> drift = List.of(DriftFinder.unreadable(e));
            return new Row(
                    name.value(),
                    state(facts, instance),
                    entry,
                    instance,
                    entry.backup(),
                    entry.containment(),
                    last,
                    drift);
        }
    }

    private Row orphan(Registry known, Instance instance) {
        // Incus has the same rule for names as ProjectName
        ProjectFacts facts = facts(known, new ProjectName(instance.name()), null, Override.NONE, instance, true);
        return new Row(instance.name(), "orphan", null, instance, false, null, null, DriftFinder.find(facts));
    }

    private ProjectFacts facts(
            Registry known,
            ProjectName name,
            @Nullable Project entry,
            Override override,
            @Nullable Instance instance,
            boolean asked) {
        String data = hermes.stateDirFor(name).toString();
        boolean offline = instance != null && instance.offline();
        return new ProjectFacts(
                name, known, entry, override, offline ? null : instance, asked && !offline, data, user, null);
    }

    private static String state(ProjectFacts facts, @Nullable Instance instance) {
        if (instance != null && instance.offline()) {
            return "offline";
        }
        if (!facts.asked()) {
            return "unknown";
        }
        if (instance == null) {
            return "missing";
        }
        return facts.foreign() ? "foreign" : instance.status().toLowerCase(Locale.ROOT);
    }
}
