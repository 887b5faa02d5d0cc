package dev.repoman.apply;

import dev.repoman.backup.BackupRoot;
import dev.repoman.backup.GitCheck;
import dev.repoman.backup.Progress;
import dev.repoman.backup.RsyncMirror;
import dev.repoman.backup.RsyncRun;
import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.file.Reasons;
import dev.repoman.host.FolderProbe;
import dev.repoman.plan.BackupRootFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.RestoreJob;
import dev.repoman.plan.RestorePlanner;
import dev.repoman.plan.SyncPlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `restore`: a repository from its mirror.
@ApplicationScoped
public class RestoreProject {
    private final RegistryStore registry;
    private final BackupRoot roots;
    private final FolderProbe folders;
    private final SyncPlanner guards;
    private final RestorePlanner planner;
    private final RsyncMirror rsync;
    private final GitCheck git;
    private final ProjectLocks locks;
    private final SyncStateStore states;
    private final HostUser user;

    public RestoreProject(
            RegistryStore registry,
            BackupRoot roots,
            FolderProbe folders,
            SyncPlanner guards,
            RestorePlanner planner,
            RsyncMirror rsync,
            GitCheck git,
            ProjectLocks locks,
            SyncStateStore states,
            HostUser user) {
        this.registry = registry;
        this.roots = roots;
        this.folders = folders;
        this.guards = guards;
        this.planner = planner;
        this.rsync = rsync;
        this.git = git;
        this.locks = locks;
        this.states = states;
        this.user = user;
    }

    /// @param to absolute path of the folder to fill; null for the repository's own
    /// @param verify check git's objects in the mirror first
    public record Request(ProjectName name, @Nullable String to, boolean force, boolean verify, boolean dryRun) {}

    /// @throws RepomanException where a guard refuses, and where not everything was brought back
    public SyncOutcome run(Request request, SyncListener listener) {
        long start = System.nanoTime();
        Registry known = registry.load();
        ProjectName name = request.name();
        Optional<Project> entry = known.find(name);
        // a mirror outlives its entry: after a disk is lost, the name of its folder is what is left
        String repo = entry.map(Project::repo).orElse(name.value());
        String rootPath =
                Path.of(user.expand(known.defaults().backupRoot())).normalize().toString();
        BackupRootFact root = roots.look(rootPath, List.of(repo));
        guards.checkRoot(root);
        BackupRootFact.Mirror mirror = root.mirrors().getFirst();
        if (entry.isEmpty() && mirror.realPath().isEmpty()) {
            throw Names.unknown(name, known);
        }
        String target = request.to() == null
                ? Path.of(known.defaults().repoPath(user, repo)).normalize().toString()
                : request.to();
        if (request.dryRun()) {
            RestoreJob job = plan(request, repo, root, mirror, target);
            return outcome(job, rsync.restore(job, true, Progress.NONE), start, List.of());
        }
        try (ProjectLocks.Held _ = locks.holdMirror(name, repo)) {
            RestoreJob job = plan(request, repo, root, mirror, target);
            if (request.verify() && git.isRepository(job.mirror())) {
                git.check(job.root(), job.mirror(), true);
            }
            boolean made = !Files.exists(Path.of(target));
            makeParent(target);
            listener.started(name);
            states.write(name, states.read(name).with(new SyncState.Restore(target, false)));
            RsyncRun run = rsync.restore(job, false, (bytes, percent) -> listener.progress(name, bytes, percent));
            states.write(name, states.read(name).with(new SyncState.Restore(target, true)));
            SyncOutcome outcome = outcome(job, run, start, staleMount(known, entry, request, made));
            listener.ended(outcome);
            return outcome;
        }
    }

    private RestoreJob plan(
            Request request, String repo, BackupRootFact root, BackupRootFact.Mirror mirror, String target) {
        SyncState.Restore last = states.read(request.name()).restore();
        boolean carryOn = last != null && !last.finished() && last.target().equals(target);
        return planner.plan(request.name(), repo, root, mirror, folders.look(target), carryOn, request.force());
    }

    private static SyncOutcome outcome(RestoreJob job, RsyncRun run, long start, List<String> warnings) {
        return new SyncOutcome(
                job.name(),
                job.target(),
                job.mirror(),
                run.counts(),
                (System.nanoTime() - start) / 1e9,
                warnings,
                run.changes(),
                null);
    }

    /// A container that runs goes on seeing the folder that was deleted, not the one that was made anew.
    private static List<String> staleMount(Registry known, Optional<Project> entry, Request request, boolean made) {
        return made && request.to() == null && entry.isPresent()
                ? List.of("a container that is running still sees the old folder: incus restart " + request.name()
                        + " --project " + known.defaults().incusProject())
                : List.of();
    }

    private static void makeParent(String target) {
        try {
            Files.createDirectories(Objects.requireNonNull(Path.of(target).getParent()));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot make the folder above " + target + ": " + Reasons.of(e),
                    "see the owner and mode of the folders above it, or name another by --to",
                    e);
        }
    }
}
