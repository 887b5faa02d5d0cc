package dev.repoman.apply;

import dev.repoman.backup.BackupRoot;
import dev.repoman.backup.Change;
import dev.repoman.backup.GitCheck;
import dev.repoman.backup.RsyncMirror;
import dev.repoman.backup.RsyncRun;
import dev.repoman.plan.MirrorCounts;
import dev.repoman.plan.MirrorJob;
import dev.repoman.plan.SyncPlanner;
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

    /// What came of it.
    record Done(MirrorCounts counts, List<String> warnings, List<Change> changes) {
        static final Done NOTHING = new Done(MirrorCounts.NONE, List.of(), List.of());
    }

    /// Tells what a sync would do, and does nothing.
    Done dryRun(MirrorJob job) {
        RsyncRun would = rsync.look(job, job.request().verify(), _ -> true);
        return new Done(would.counts(), warnings(job, would), would.changes());
    }

    /// @param sweep whether earlier runs may have left half-copied files
    /// @throws RepomanException where a guard refuses, and where the mirror is not up to date afterwards
    Done mirror(MirrorJob job, boolean sweep, SyncListener listener) {
        RsyncRun run = lookAndCopy(job, listener);
        if (sweep) {
            rsync.sweep(job);
        }
        List<String> warnings = warnings(job, run);
        if (job.request().verify()) {
            verify(job, warnings);
        }
        return new Done(run.counts(), warnings, List.of());
    }

    private RsyncRun lookAndCopy(MirrorJob job, SyncListener listener) {
        long most = -1;
        if (!job.fresh() && !job.request().force()) {
            RsyncRun would = rsync.look(job, false, _ -> false);
            planner.checkDeletions(job, would.counts());
            if (would.nothingToDo()) {
                return would;
            }
            most = SyncPlanner.allowedDeletions(would.counts());
            listener.looked(job.name(), would.counts());
        }
        RsyncRun run = rsync.copy(
                job, most, (bytes, percent) -> listener.progress(job.name(), bytes, job.fresh() ? percent : -1));
        planner.checkRoot(roots.look(job.root(), List.of()));
        return run;
    }

    private List<String> warnings(MirrorJob job, RsyncRun run) {
        List<String> warnings = new ArrayList<>();
        if (run.code() == RsyncRun.VANISHED) {
            warnings.add(run.errorCount() + (run.errorCount() == 1 ? " file" : " files")
                    + " vanished while being copied: the repository is in use");
        }
        git.historyElsewhere(job.source())
                .ifPresent(elsewhere ->
                        warnings.add("its git history is not in it, so not in the mirror either, but in " + elsewhere));
        return warnings;
    }

    private void verify(MirrorJob job, List<String> warnings) {
        RsyncRun look = rsync.look(job, true, Change::content);
        List<Change> damaged = look.changes();
        if (!damaged.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    damaged.size() + (damaged.size() == 1 ? " file" : " files") + " in the mirror " + job.mirror()
                            + " differ in content from the repository, though not in size and time; the first: "
                            + damaged.getFirst().path(),
                    "one of the two is damaged; where the repository is right, copy them again: repoman sync "
                            + job.name() + " --verify --force");
        }
        if (look.changeCount() > 0) {
            warnings.add(look.changeCount() + (look.changeCount() == 1 ? " file" : " files")
                    + " changed since being copied");
        }
        if (git.isRepository(job.source())) {
            git.check(job.root(), job.mirror(), false);
        }
    }
}
