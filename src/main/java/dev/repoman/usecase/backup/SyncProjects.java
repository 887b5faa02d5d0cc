package dev.repoman.usecase.backup;

import dev.repoman.apply.ProjectLocks;
import dev.repoman.apply.TreeKeeper;
import dev.repoman.backup.BackupRoot;
import dev.repoman.host.FolderProbe;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.plan.backup.SyncPlanner;
import dev.repoman.plan.backup.SyncRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `sync`: syncs projects, a few at a time, and continues after failures.
@ApplicationScoped
public class SyncProjects {
    /// How many at once: for most small repositories the latency of a share matters, not its bandwidth.
    private static final int AT_ONCE = 4;

    private final RegistryStore registry;
    private final BackupRoot roots;
    private final FolderProbe folders;
    private final AgentTrees trees;
    private final TreeKeeper keeper;
    private final SyncPlanner planner;
    private final MirrorSteps steps;
    private final ProjectLocks locks;
    private final SyncMemory memory;
    private final VolumeSync volumes;
    private final HostUser user;

    public SyncProjects(
            RegistryStore registry,
            BackupRoot roots,
            FolderProbe folders,
            AgentTrees trees,
            TreeKeeper keeper,
            SyncPlanner planner,
            MirrorSteps steps,
            ProjectLocks locks,
            SyncMemory memory,
            VolumeSync volumes,
            HostUser user) {
        this.registry = registry;
        this.roots = roots;
        this.folders = folders;
        this.trees = trees;
        this.keeper = keeper;
        this.planner = planner;
        this.steps = steps;
        this.locks = locks;
        this.memory = memory;
        this.volumes = volumes;
        this.user = user;
    }

    /// @param names the projects; null for all that have a backup
    /// @return in the order of the registry, or of `names`
    /// @throws RepomanException for a name that is not in the registry, and where the backup root is not
    ///     ready; then no project was touched
    public List<SyncOutcome> run(@Nullable List<ProjectName> names, SyncRequest request, SyncListener listener) {
        Registry known = registry.load();
        List<Project> projects = names == null
                ? known.projects().stream().filter(this::isBackedUp).toList()
                : names.stream().distinct().map(n -> Names.require(n, known)).toList();
        if (projects.isEmpty()) {
            return List.of();
        }
        keeper.ask();
        String path = known.defaults().backupRoot(user);
        BackupRootFact root =
                roots.look(path, projects.stream().map(p -> mirror(p, known)).toList());
        Path reposRoot = folders.real(Path.of(known.defaults().reposRoot(user)));
        try {
            planner.checkRoot(root);
            planner.checkRootApart(path, Path.of(root.realPath()), reposRoot);
        } catch (RepomanException e) {
            if (!request.dryRun()) {
                projects.forEach(p -> memory.refused(p.name(), e));
            }
            throw e;
        }
        listener.begun(projects.stream().map(Project::name).toList());
        Map<Path, String> agents = trees.all(known);
        List<Work> waiting = new ArrayList<>();
        for (int i = 0; i < projects.size(); i++) {
            Project project = projects.get(i);
            waiting.add(new Work(
                    i,
                    project,
                    known.defaults().repoPath(user, project.repo()),
                    mirror(project, known),
                    known.mirrorClash(project.name(), project.repo(), project.hasVolume())
                            .map(Project::name)
                            .orElse(null),
                    reposRoot.toString(),
                    agents,
                    known.on(project.host()).defaults().project(),
                    root,
                    request,
                    new ArrayList<>()));
        }
        return inParallel(waiting, request.dryRun(), listener);
    }

    private static String mirror(Project project, Registry known) {
        return known.mirror(project.name(), project.repo(), project.hasVolume());
    }

    private boolean isBackedUp(Project project) {
        return Effective.backup(project, registry.override(project.name())).value();
    }

    private record Work(
            int at,
            Project project,
            String source,
            String mirror,
            @Nullable ProjectName clash,
            String reposRoot,
            Map<Path, String> agents,
            IncusProject incusProject,
            BackupRootFact root,
            SyncRequest request,
            List<String> notes) {}

    private record Ended(int at, SyncOutcome outcome) {}

    private List<SyncOutcome> inParallel(List<Work> works, boolean dryRun, SyncListener listener) {
        // platform threads: rsync requests a signal for the death of the thread that started it
        ExecutorService pool = Executors.newFixedThreadPool(
                Math.min(AT_ONCE, works.size()),
                Thread.ofPlatform().daemon().name("sync-", 0).factory());
        CompletionService<List<Ended>> running = new ExecutorCompletionService<>(pool);
        // several projects may share a repository, and so its mirror: one after the other
        Collection<List<Work>> mirrors =
                works.stream().collect(Collectors.groupingBy(Work::mirror)).values();
        mirrors.forEach(mirror -> running.submit(() -> mirror.stream()
                .map(work -> new Ended(work.at(), tryOne(work, listener)))
                .toList()));
        SortedMap<Integer, SyncOutcome> outcomes = new TreeMap<>();
        Throwable bug = null;
        try (SyncMemory.Successes successes = memory.successes()) {
            for (int i = 0; i < mirrors.size(); i++) {
                try {
                    for (Ended one : running.take().get()) {
                        outcomes.put(one.at(), one.outcome());
                        if (one.outcome().good() && !dryRun) {
                            successes.add(one.outcome().name());
                        }
                        listener.ended(one.outcome());
                    }
                } catch (ExecutionException e) {
                    // even out of memory: the others continue, and their results are recorded
                    bug = e.getCause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
        if (bug != null) {
            throw bug instanceof RuntimeException e ? e : new IllegalStateException(bug);
        }
        return List.copyOf(outcomes.values());
    }

    private SyncOutcome tryOne(Work work, SyncListener listener) {
        try {
            listener.started(work.project().name());
            return work.request().dryRun() ? dryRun(work, listener) : sync(work, listener);
        } catch (InvalidPathException e) {
            RepomanException error = new RepomanException(
                    Fault.ENVIRONMENT,
                    "the name " + e.getInput() + " cannot be written in this locale",
                    "set LANG=C.UTF-8",
                    e);
            memory.refused(work.project().name(), error);
            return outcome(work, MirrorSteps.Done.NOTHING, System.nanoTime(), error);
        }
    }

    private SyncOutcome dryRun(Work work, SyncListener listener) {
        long start = System.nanoTime();
        MirrorSteps.Done done = MirrorSteps.Done.NOTHING;
        RepomanException error = null;
        try {
            MirrorJob job = plan(work);
            if (work.project().hasVolume()) {
                work.notes().add("the repository is in a volume: git decides what it fetches when it does");
            } else {
                try (TreeKeeper.Kept kept = keep(work, job, listener)) {
                    done = steps.dryRun(kept, job);
                }
                planner.checkDeletions(job, done.counts());
            }
        } catch (RepomanException e) {
            error = e;
        }
        return outcome(work, done, start, error);
    }

    private SyncOutcome sync(Work work, SyncListener listener) {
        long start = System.nanoTime();
        Project project = work.project();
        try (ProjectLocks.Held _ = locks.holdMirror(project.name(), work.mirror())) {
            memory.begun(project.name());
            SyncOutcome outcome;
            try {
                MirrorJob job = plan(work);
                try (TreeKeeper.Kept kept = keep(work, job, listener)) {
                    outcome = outcome(work, mirror(work, kept, job, listener), start, null);
                }
            } catch (RepomanException e) {
                outcome = outcome(work, MirrorSteps.Done.NOTHING, start, e);
            }
            memory.ended(outcome);
            return outcome;
        } catch (RepomanException e) {
            // held by another one, whose outcome is recorded
            return outcome(work, MirrorSteps.Done.NOTHING, start, e);
        }
    }

    private MirrorSteps.Done mirror(Work work, TreeKeeper.Kept kept, MirrorJob job, SyncListener listener) {
        if (!work.project().hasVolume()) {
            return steps.mirror(kept, job, listener);
        }
        volumes.mirror(kept, work.incusProject(), job);
        return MirrorSteps.Done.NOTHING;
    }

    private TreeKeeper.Kept keep(Work work, MirrorJob job, SyncListener listener) {
        return keeper.keep(work.incusProject(), List.of(job.source()), text -> {
            work.notes().add(text);
            listener.noted(job.name(), text);
        });
    }

    private MirrorJob plan(Work work) {
        if (work.clash() != null) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "its mirror " + work.mirror() + " would be in the same folder as that of " + work.clash(),
                    "remove one of the two projects, and create it again under another name");
        }
        FolderFact source = work.project().hasVolume() ? volumes.source() : folders.look(work.source(), work.agents());
        BackupRootFact.Mirror mirror = work.root().mirrors().get(work.at());
        return planner.plan(
                work.project().name(), work.mirror(), source, work.reposRoot(), work.root(), mirror, work.request());
    }

    private static SyncOutcome outcome(Work work, MirrorSteps.Done done, long start, @Nullable RepomanException error) {
        return new SyncOutcome(
                work.project().name(),
                work.source(),
                work.root().path() + "/" + work.mirror(),
                done.counts(),
                (System.nanoTime() - start) / 1e9,
                work.notes(),
                done.warnings(),
                done.changes(),
                error);
    }
}
