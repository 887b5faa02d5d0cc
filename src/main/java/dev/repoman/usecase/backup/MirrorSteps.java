package dev.repoman.usecase.backup;

import dev.repoman.apply.TreeKeeper;
import dev.repoman.backup.BackupRoot;
import dev.repoman.backup.Change;
import dev.repoman.backup.GitCheck;
import dev.repoman.backup.RsyncMirror;
import dev.repoman.backup.RsyncMirror.Purpose;
import dev.repoman.backup.RsyncRun;
import dev.repoman.host.jail.Folder;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.plan.backup.SyncPlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/// The steps of one guarded sync: look, check what would be deleted, copy, verify.
@ApplicationScoped
public class MirrorSteps {
    private final RsyncMirror rsync;
    private final BackupRoot roots;
    private final GitCheck git;
    private final SyncPlanner planner;

    public MirrorSteps(RsyncMirror rsync, BackupRoot roots, GitCheck git, SyncPlanner planner) {
        this.rsync = rsync;
        this.roots = roots;
        this.git = git;
        this.planner = planner;
    }

    /// The result.
    record Done(MirrorCounts counts, List<String> warnings, List<Change> changes) {
        static final Done NOTHING = new Done(MirrorCounts.NONE, List.of(), List.of());
    }

    /// Reports what a sync would do, and does nothing.
    Done dryRun(TreeKeeper.Kept kept, MirrorJob job) {
        checkCase(kept, job);
        RsyncRun would = rsync.look(kept.jail(), job, Purpose.SHOW, _ -> true);
        return new Done(would.counts(), warnings(would, would), would.changes());
    }

    /// @throws RepomanException where a guard refuses, and where the mirror is not up to date afterwards
    Done mirror(TreeKeeper.Kept kept, MirrorJob job, SyncListener listener) {
        checkCase(kept, job);
        RsyncRun would = rsync.look(kept.jail(), job, Purpose.COPY, _ -> false);
        boolean again = job.request().force() && job.request().verify();
        planner.checkDeletions(job, would.counts());
        RsyncRun run = would.nothingToDo() && !again ? would : copy(kept, job, would, listener);
        List<String> warnings = warnings(run, would);
        if (job.request().verify()) {
            verify(kept, job, warnings);
        }
        return new Done(run.counts(), warnings, List.of());
    }

    private void checkCase(TreeKeeper.Kept kept, MirrorJob job) {
        if (job.foldsCase()) {
            RsyncRun all = rsync.look(kept.jail(), job, Purpose.LIST, _ -> true);
            planner.checkCase(job, all.changes().stream().map(Change::path).toList());
        }
    }

    private RsyncRun copy(TreeKeeper.Kept kept, MirrorJob job, RsyncRun would, SyncListener listener) {
        listener.looked(job.name(), would.counts());
        boolean limited = !job.fresh() && !job.request().force();
        RsyncRun run = rsync.copy(
                kept.jail(),
                job,
                limited ? SyncPlanner.allowedDeletions(would.counts()) : -1,
                (bytes, _) -> listener.progress(job.name(), bytes, -1));
        planner.checkRoot(roots.look(job.root(), List.of()));
        return run;
    }

    /// @param look the run that looked before `run` copied, or the same
    private static List<String> warnings(RsyncRun run, RsyncRun look) {
        List<String> warnings = new ArrayList<>();
        if (run.code() == RsyncRun.VANISHED) {
            warnings.add(run.errorCount() + (run.errorCount() == 1 ? " file" : " files")
                    + " vanished while being copied: the repository is in use");
        }
        if (GitCheck.isElsewhere(look.gitFile())) {
            warnings.add("its git history is in another folder, so it is not in the mirror: "
                    + GitCheck.elsewhere(look.gitFile()));
        }
        if (run.aclCount() > 0) {
            warnings.add((run.aclCount() == 1
                            ? "1 file has an ACL that names"
                            : run.aclCount() + " files have ACLs that name")
                    + " other users or groups, which a mirror does not keep");
        }
        int privileged = look.privileged().size();
        if (privileged > 0) {
            warnings.add(look.privileged().getFirst()
                    + (privileged > 1 ? " and " + (privileged - 1) + " more file" + (privileged > 2 ? "s" : "") : "")
                    + (privileged > 1 ? " are" : " is")
                    + " setuid or setgid, in the repository and not in the mirror: such a program runs with its owner's"
                    + " rights, on this host too");
        }
        return warnings;
    }

    private void verify(TreeKeeper.Kept kept, MirrorJob job, List<String> warnings) {
        RsyncRun look = rsync.look(kept.jail(), job, Purpose.VERIFY, Change::content);
        List<Change> damaged = look.changes();
        if (!damaged.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    damaged.size() + (damaged.size() == 1 ? " file" : " files") + " in the mirror " + job.mirror()
                            + " differ in content from the repository, but not in size and time; the first: "
                            + damaged.getFirst().path(),
                    "one of the two is damaged; if the repository is right, copy them again: repoman sync " + job.name()
                            + " --verify --force");
        }
        if (look.changeCount() > 0) {
            warnings.add(look.changeCount() + (look.changeCount() == 1 ? " file" : " files")
                    + " changed since being copied");
        }
        if (kept.jailed()) {
            git.check(kept.jail(), job.root(), Folder.readOnly(job.realMirror()), false);
        } else {
            warnings.add("git fsck was skipped: git is never run on a repository without a jail");
        }
    }
}
