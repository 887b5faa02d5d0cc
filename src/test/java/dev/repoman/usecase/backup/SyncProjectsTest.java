package dev.repoman.usecase.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.TestJson;
import dev.repoman.apply.ProjectLocks;
import dev.repoman.apply.TreeKeeper;
import dev.repoman.backup.BackupRoot;
import dev.repoman.backup.SyncState.Outcome;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.file.PosixFiles;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.jail.Jail;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.plan.backup.SyncPlanner;
import dev.repoman.plan.backup.SyncRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import dev.repoman.registry.Notices;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryLocation;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several projects at once, past the ones that fail. The registry, the locks and the memory are real; what
/// copies is a stand-in.
@Timeout(120)
class SyncProjectsTest {
    private static final SyncRequest SYNC = new SyncRequest(false, false, false, List.of());
    private static final SyncRequest DRY_RUN = new SyncRequest(true, false, false, List.of());

    @TempDir
    Path home;

    private RegistryStore registry;
    private SyncStateStore states;
    private BackupRootFact.Kind root = BackupRootFact.Kind.READY;

    /// What the copying of a project does beside ending well.
    private final Map<String, Runnable> copying = new HashMap<>();

    private final Set<String> copied = Collections.synchronizedSet(new TreeSet<>());

    @BeforeEach
    void fiveProjects() throws IOException {
        Files.createDirectories(home.resolve("mirrors"));
        StringBuilder text =
                new StringBuilder("[repoman]\nschema = 3\n[defaults]\nrepos_root = \"%1$s/repos\"\n".formatted(home)
                        + "backup_root = \"%s/mirrors\"\n".formatted(home));
        for (String name : List.of("e", "a", "d", "b", "c")) {
            Files.createDirectories(home.resolve("repos").resolve(name).resolve("src"));
            text.append("[[project]]\nname = \"%s\"\n".formatted(name))
                    .append(name.equals("d") ? "backup = false\n" : "");
        }
        Files.writeString(home.resolve("repoman.toml"), text);
        registry = new RegistryStore(
                new RegistryLocation(home.resolve("repoman.toml")), new PosixFiles(), Notices.NONE, Trace.NONE);
    }

    private SyncProjects sync() {
        HostUser user = new HostUser("dev", 1000, 1000, home.toString(), "/bin/sh");
        HostEnvironment env = new HostEnvironment(Map.of());
        states = new SyncStateStore(TestJson.mapper(), env, user);
        return new SyncProjects(
                registry,
                new BackupRoot(null) {
                    @Override
                    public BackupRootFact look(String path, List<String> repos) {
                        return new BackupRootFact(
                                path,
                                root,
                                root == BackupRootFact.Kind.READY ? path : "",
                                true,
                                false,
                                repos.stream()
                                        .map(_ -> new BackupRootFact.Mirror(FolderFact.Kind.MISSING, "", true, ""))
                                        .toList());
                    }
                },
                new FolderProbe(),
                new AgentTrees(null, null, null, null) {
                    @Override
                    public Map<Path, String> all(Registry known) {
                        return Map.of();
                    }
                },
                new TreeKeeper(null, null, null, null, null, null) {
                    @Override
                    public void ask() {}

                    @Override
                    public Kept keep(IncusProject incusProject, List<String> trees, Consumer<String> note) {
                        return new Jailless();
                    }
                },
                new SyncPlanner(),
                new MirrorSteps(null, null, null, null) {
                    @Override
                    Done mirror(TreeKeeper.Kept kept, MirrorJob job, SyncListener listener) {
                        return dryRun(kept, job);
                    }

                    @Override
                    Done dryRun(TreeKeeper.Kept kept, MirrorJob job) {
                        copying.getOrDefault(job.name().value(), () -> {}).run();
                        copied.add(job.name().value());
                        return new Done(new MirrorCounts(2, 2, 0, 1, 10, 10, 1), List.of(), List.of());
                    }
                },
                new ProjectLocks(env, user),
                new SyncMemory(states, registry),
                new VolumeSync(null, null, null, null, null, null),
                user);
    }

    private record Jailless() implements TreeKeeper.Kept {
        @Override
        public Jail jail() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean jailed() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static void refuse() {
        throw RepomanException.withoutHint(Fault.REFUSED, "half of it would go");
    }

    private Outcome remembered(String name) {
        return states.read(new ProjectName(name)).attempt().outcome();
    }

    private boolean isMarkedAsSynced(String name) {
        return !registry.load()
                .find(new ProjectName(name))
                .orElseThrow()
                .lastSync()
                .isEmpty();
    }

    @Test
    void goesOnPastOneThatFails() {
        copying.put("a", SyncProjectsTest::refuse);
        List<SyncOutcome> outcomes = sync().run(null, SYNC, SyncListener.SILENT);
        assertThat(outcomes)
                .as("in the order of the registry, without what has no backup")
                .extracting(o -> o.name().value())
                .containsExactly("e", "a", "b", "c");
        assertThat(outcomes).extracting(SyncOutcome::good).containsExactly(true, false, true, true);
        assertThat(outcomes.get(1).error()).hasMessage("half of it would go");
        assertThat(copied).containsExactly("b", "c", "e");
        assertThat(List.of("a", "b", "c", "d", "e"))
                .filteredOn(this::isMarkedAsSynced)
                .containsExactly("b", "c", "e");
        assertThat(remembered("a")).isEqualTo(Outcome.FAILED);
        assertThat(remembered("b")).isEqualTo(Outcome.OK);
    }

    @Test
    void aBugIsThrownOnceTheOthersAreDoneAndWrittenDown() {
        copying.put("e", () -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> sync().run(null, SYNC, SyncListener.SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a bug");
        assertThat(copied).containsExactly("a", "b", "c");
        assertThat(List.of("a", "b", "c", "e"))
                .filteredOn(this::isMarkedAsSynced)
                .containsExactly("a", "b", "c");
    }

    @Test
    void fourAtOnceAndNoMore() {
        List<ProjectName> all = List.of(
                new ProjectName("a"),
                new ProjectName("b"),
                new ProjectName("c"),
                new ProjectName("d"),
                new ProjectName("e"));
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger arrived = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        all.forEach(name -> copying.put(name.value(), () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (arrived.incrementAndGet() <= 4) {
                meet(four);
            }
            now.decrementAndGet();
        }));
        assertThat(sync().run(all, SYNC, SyncListener.SILENT)).allMatch(SyncOutcome::good);
        assertThat(most).hasValue(4);
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutABackupRootNoProjectIsTouchedAndEachRemembersIt() {
        root = BackupRootFact.Kind.UNMARKED;
        assertThatThrownBy(() -> sync().run(null, DRY_RUN, SyncListener.SILENT)).hasMessageContaining("marker");
        assertThat(states.read(new ProjectName("a")).attempt()).isNull();
        assertThatThrownBy(() -> sync().run(null, SYNC, SyncListener.SILENT)).hasMessageContaining("marker");
        assertThat(remembered("a")).isEqualTo(Outcome.FAILED);
        assertThat(states.read(new ProjectName("d")).attempt())
                .as("has no backup")
                .isNull();
        assertThat(copied).isEmpty();
    }

    @Test
    void aDryRunWritesNothingDown() {
        assertThat(sync().run(null, DRY_RUN, SyncListener.SILENT)).hasSize(4).allMatch(SyncOutcome::good);
        assertThat(states.read(new ProjectName("a")).attempt()).isNull();
        assertThat(isMarkedAsSynced("a")).isFalse();
    }

    @Test
    void aNameThatIsNotInTheRegistryStopsAll() {
        List<ProjectName> names = List.of(new ProjectName("a"), new ProjectName("x"));
        assertThatThrownBy(() -> sync().run(names, SYNC, SyncListener.SILENT)).hasMessageContaining("no project x");
        assertThat(copied).isEmpty();
    }
}
