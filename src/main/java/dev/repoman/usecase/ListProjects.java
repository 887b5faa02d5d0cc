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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `list`: compares the registry with the containers, with one request to each Incus, all at once. So it finds only
/// drift that these answers show; `status` looks at the host too.
@ApplicationScoped
public class ListProjects {
    /// How long another host has for its answer; the contract's figure.
    private static final int PATIENCE = 2;

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
    /// @param host the `[[host]]` that its container is on; null for this one
    /// @param unreached why that host could not be asked; null if it could, and for this one
    /// @param backup whether `sync --all` takes it
    /// @param containment null without an entry
    /// @param lastSync the last attempt at a sync; null where there was none
    public record Row(
            String name,
            String state,
            @Nullable String host,
            @Nullable String unreached,
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
            return unreached != null
                    ? unreached
                    : instance != null && instance.offline()
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
        Map<String, CompletableFuture<Answer>> others = new HashMap<>();
        known.hosts()
                .forEach(host -> others.put(
                        host.name(),
                        EnvironmentDetector.start(() -> other(known.on(host.name()), host.name(), addresses))
                                .completeOnTimeout(
                                        new Answer(
                                                Map.of(),
                                                null,
                                                "the host " + host.name() + " does not answer within " + PATIENCE
                                                        + " s"),
                                        PATIENCE,
                                        TimeUnit.SECONDS)));
        Answer here = here(known, addresses);
        List<Row> rows = new ArrayList<>();
        for (Project entry : inFamilies(known)) {
            Answer answer = entry.host() == null
                    ? here
                    : Objects.requireNonNull(others.get(entry.host())).join();
            rows.add(row(known.on(entry.host()), entry, answer));
        }
        addOrphans(known, null, here, rows);
        known.hosts()
                .forEach(host -> addOrphans(
                        known.on(host.name()),
                        host.name(),
                        Objects.requireNonNull(others.get(host.name())).join(),
                        rows));
        return new Rows(rows, here.trouble());
    }

    /// What an Incus says.
    ///
    /// @param containers by name
    /// @param trouble why this host could not be asked, or null
    /// @param unreached why another host could not be asked, or null
    private record Answer(
            Map<String, Instance> containers,
            @Nullable IncusException trouble,
            @Nullable String unreached) {
        boolean asked() {
            return unreached == null
                    && (trouble == null || trouble.reason() == IncusException.Reason.PROJECT_NOT_FOUND);
        }
    }

    /// Who has projects on other hosts only needs no Incus here.
    private Answer here(Registry known, boolean addresses) {
        try {
            return new Answer(containers(known, null, addresses), null, null);
        } catch (IncusException e) {
            boolean needed =
                    known.hosts().isEmpty() || known.projects().stream().anyMatch(project -> project.host() == null);
            return new Answer(Map.of(), needed ? e : null, null);
        }
    }

    private Answer other(Registry known, String host, boolean addresses) {
        try {
            return new Answer(containers(known, host, addresses), null, null);
        } catch (RepomanException e) {
            return new Answer(Map.of(), null, e.what());
        }
    }

    private Map<String, Instance> containers(Registry known, @Nullable String host, boolean addresses) {
        IncusProject project = known.defaults().project();
        Map<String, Instance> containers = new HashMap<>();
        incus.instances(project, addresses).forEach(i -> containers.put(i.name(), i));
        if (containers.isEmpty() && known.projects().stream().anyMatch(it -> Objects.equals(it.host(), host))) {
            incus.profile(project, "default"); // a missing project returns an empty list here
        }
        return containers;
    }

    private void addOrphans(Registry known, @Nullable String host, Answer answer, List<Row> rows) {
        answer.containers().values().stream()
                .filter(it -> known.projects().stream()
                        .noneMatch(project ->
                                project.name().value().equals(it.name()) && Objects.equals(project.host(), host)))
                .filter(it -> Ownership.isOf(it.config(), user))
                .sorted(Comparator.comparing(Instance::name))
                .map(orphan -> orphan(known, host, orphan))
                .forEach(rows::add);
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

    private Row row(Registry known, Project entry, Answer answer) {
        Instance instance = answer.containers().get(entry.name().value());
        boolean asked = answer.asked();
        ProjectName name = entry.name();
        SyncState.Attempt last = syncs.read(name).since(entry.created()).attempt();
        try {
            Override override = registry.override(name);
            ProjectFacts facts = facts(known, name, entry, override, instance, asked);
            boolean backup = Effective.backup(entry, override).value();
            return new Row(
                    name.value(),
                    state(facts, instance),
                    entry.host(),
                    answer.unreached(),
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
                    entry.host(),
                    answer.unreached(),
                    entry,
                    instance,
                    entry.backup(),
                    entry.containment(),
                    last,
                    drift);
        }
    }

    private Row orphan(Registry known, @Nullable String host, Instance instance) {
        // Incus has the same rule for names as ProjectName
        ProjectFacts facts = facts(known, new ProjectName(instance.name()), null, Override.NONE, instance, true);
        return new Row(
                instance.name(), "orphan", host, null, null, instance, false, null, null, DriftFinder.find(facts));
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
