package dev.repoman.usecase.backup;

import dev.repoman.apply.ProjectLocks;
import dev.repoman.apply.TreeKeeper;
import dev.repoman.backup.BackupRoot;
import dev.repoman.backup.Change;
import dev.repoman.backup.GitCheck;
import dev.repoman.backup.Progress;
import dev.repoman.backup.RsyncMirror;
import dev.repoman.backup.RsyncRun;
import dev.repoman.backup.SyncState;
import dev.repoman.backup.SyncStateStore;
import dev.repoman.host.FolderProbe;
import dev.repoman.host.RepositoryEffector;
import dev.repoman.host.jail.Folder;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.Names;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.RestoreJob;
import dev.repoman.plan.backup.RestorePlanner;
import dev.repoman.plan.backup.SyncPlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.AgentTrees;
import dev.repoman.usecase.LookInside;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// `restore`: a repository from its mirror.
@ApplicationScoped
public class RestoreProject {
    private final RegistryStore registry;
    private final BackupRoot roots;
    private final FolderProbe folders;
    private final AgentTrees trees;
    private final TreeKeeper keeper;
    private final SyncPlanner guards;
    private final RestorePlanner planner;
    private final RsyncMirror rsync;
    private final GitCheck git;
    private final RepositoryEffector repositories;
    private final ProjectLocks locks;
    private final SyncStateStore states;
    private final LookInside mounts;
    private final HostUser user;

    public RestoreProject(
            RegistryStore registry,
            BackupRoot roots,
            FolderProbe folders,
            AgentTrees trees,
            TreeKeeper keeper,
            SyncPlanner guards,
            RestorePlanner planner,
            RsyncMirror rsync,
            GitCheck git,
            RepositoryEffector repositories,
            ProjectLocks locks,
            SyncStateStore states,
            LookInside mounts,
            HostUser user) {
        this.registry = registry;
        this.roots = roots;
        this.folders = folders;
        this.trees = trees;
        this.keeper = keeper;
        this.guards = guards;
        this.planner = planner;
        this.rsync = rsync;
        this.git = git;
        this.repositories = repositories;
        this.locks = locks;
        this.states = states;
        this.mounts = mounts;
        this.user = user;
    }

    /// @param to absolute path of the folder to fill; null for the repository's own
    /// @param verify check git's objects in the mirror first
    public record Request(ProjectName name, @Nullable String to, boolean force, boolean verify, boolean dryRun) {}

    /// @throws RepomanException if a guard refuses, or if not everything was restored
    public SyncOutcome run(Request request, SyncListener listener) {
        long start = System.nanoTime();
        ProjectName name = request.name();
        Registry known = registry.load().at(name);
        Optional<Project> entry = known.find(name);
        if (entry.filter(Project::hasVolume).isPresent()) {
            String bare = user.contract(known.defaults().backupRoot(user)) + "/" + known.mirror(name, "", true);
            throw new RepomanException(
                    Fault.REFUSED,
                    "the repository of " + name + " is in a volume, and its mirror is a bare repository",
                    "git clone " + bare + ", then push what is missing: git push repoman::" + name + " BRANCH");
        }
        // a mirror outlives its entry: after a disk failure, the name of its folder is all that is left
        String repo = entry.map(Project::repo).orElse(name.value());
        String copy = known.mirror(name, repo, false);
        String rootPath = known.defaults().backupRoot(user);
        keeper.ask();
        BackupRootFact root = roots.look(rootPath, List.of(copy));
        guards.checkRoot(root);
        BackupRootFact.Mirror mirror = root.mirrors().getFirst();
        if (entry.isEmpty() && mirror.kind() == FolderFact.Kind.MISSING) {
            throw Names.unknown(name, known);
        }
        String target = request.to() == null
                ? Path.of(known.defaults().repoPath(user, repo)).normalize().toString()
                : request.to();
        Map<Path, String> agents = trees.all(known);
        List<String> notes = new ArrayList<>();
        Consumer<String> note = text -> {
            notes.add(text);
            listener.noted(name, text);
        };
        SyncState.Attempt last =
                states.read(name).since(entry.map(Project::created).orElse("")).attempt();
        if (last != null && last.bad()) {
            note.accept("the last sync of " + name + " (" + last.started() + ") "
                    + (last.error() == null ? "was interrupted" : "failed: " + last.error())
                    + "; the mirror is from an earlier sync, or partly from that one");
        }
        IncusProject incusProject = known.defaults().project();
        if (request.dryRun()) {
            FolderFact folder = folders.look(target, agents);
            RestoreJob job = plan(request, known, copy, root, mirror, folder);
            try (TreeKeeper.Kept kept = keeper.keep(incusProject, List.of(job.target()), note)) {
                checkUntouched(kept, request, job, folder);
                return outcome(job, rsync.restore(kept.jail(), job, true, Progress.NONE), start, notes, List.of());
            }
        }
        try (ProjectLocks.Held _ = locks.holdMirror(name, copy)) {
            FolderFact folder = folders.look(target, agents);
            RestoreJob job = plan(request, known, copy, root, mirror, folder);
            try (TreeKeeper.Kept kept = keeper.keep(incusProject, List.of(job.target()), note)) {
                checkUntouched(kept, request, job, folder);
                if (request.verify()) {
                    verify(kept, job, note);
                }
                repositories.makeFolder(job.target());
                listener.started(name);
                states.write(name, states.read(name).with(new SyncState.Restore(job.target(), false)));
                RsyncRun run = rsync.restore(
                        kept.jail(), job, false, (bytes, percent) -> listener.progress(name, bytes, percent));
                states.write(name, states.read(name).with(new SyncState.Restore(job.target(), true)));
                SyncOutcome outcome = outcome(
                        job, run, start, notes, request.to() == null ? remount(known, repo, job.fresh()) : List.of());
                listener.ended(outcome);
                return outcome;
            }
        }
    }

    private void verify(TreeKeeper.Kept kept, RestoreJob job, Consumer<String> note) {
        if (kept.jailed()) {
            Folder mirror = Folder.readOnly(job.realMirror()).known(job.mirrorIdentity());
            git.check(kept.jail(), job.root(), mirror, true);
        } else {
            note.accept("git fsck was skipped: git is never run on a mirror without a jail");
        }
    }

    private RestoreJob plan(
            Request request,
            Registry known,
            String repo,
            BackupRootFact root,
            BackupRootFact.Mirror mirror,
            FolderFact target) {
        boolean over = request.force() || wasCutShort(request.name(), target.realPath());
        String reposRoot = request.to() != null
                ? null
                : folders.real(Path.of(known.defaults().reposRoot(user))).toString();
        return planner.plan(request.name(), repo, root, mirror, target, reposRoot, over);
    }

    private boolean wasCutShort(ProjectName name, String target) {
        SyncState.Restore last = states.read(name).restore();
        return last != null && !last.finished() && last.target().equals(target);
    }

    /// An interrupted restore continues without `--force`: the folder contains what it put there. Unless
    /// somebody has worked there since: then a file of the mirror exists and differs.
    private void checkUntouched(TreeKeeper.Kept kept, Request request, RestoreJob job, FolderFact target) {
        if (request.force() || target.kind() != FolderFact.Kind.FOLDER) {
            return;
        }
        List<Change> changes =
                rsync.restore(kept.jail(), job, true, Progress.NONE).changes();
        changes.stream()
                .filter(change -> change.kind() == Change.Kind.UPDATE)
                .findFirst()
                .ifPresent(change -> {
                    throw new RepomanException(
                            Fault.REFUSED,
                            job.target() + " was changed since the interrupted restore: " + change.path(),
                            "--force overwrites it: files of the mirror replace existing files");
                });
    }

    private static SyncOutcome outcome(
            RestoreJob job, RsyncRun run, long start, List<String> notes, List<String> warnings) {
        return new SyncOutcome(
                job.name(),
                job.target(),
                job.mirror(),
                run.counts(),
                (System.nanoTime() - start) / 1e9,
                notes,
                warnings,
                run.changes(),
                null);
    }

    /// A running container still sees the deleted folder, not the new one.
    private List<String> remount(Registry known, String repo, boolean fresh) {
        List<String> warnings = new ArrayList<>();
        known.projects().stream()
                .filter(p -> p.repo().equals(repo))
                .map(Project::name)
                .forEach(name -> {
                    try {
                        if (mounts.refresh(known.defaults().project(), name.value())) {
                            warnings.add("the container " + name
                                    + " now sees the restored folder; programs that were started"
                                    + " in the old one have to enter it again");
                        }
                    } catch (RepomanException e) {
                        if (fresh) {
                            warnings.add("if the container " + name + " is running, it still sees the old folder ("
                                    + e.what() + "); to fix it: repoman repair " + name);
                        }
                    }
                });
        return warnings;
    }
}
