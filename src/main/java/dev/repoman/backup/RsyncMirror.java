package dev.repoman.backup;

import dev.repoman.host.Streaming;
import dev.repoman.plan.BackupRootFact;
import dev.repoman.plan.MirrorJob;
import dev.repoman.plan.RestoreJob;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Runs rsync between a repository and its mirror.
///
/// A sync looks first (a dry run) and copies only where there is something to copy. Where nothing changed
/// the look is all there is, and costs what a plain rsync does; where something did, it has told how much
/// would be deleted before anything is touched (`docs/decisions/0010-sync-looks-first.md`).
@ApplicationScoped
public class RsyncMirror {
    /// How long rsync may say nothing before the share is asked whether it is still there; with the time that the share
    /// has to answer, less than 10 s.
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final Streaming programs;
    private final BackupRoot roots;

    public RsyncMirror(Streaming programs, BackupRoot roots) {
        this.programs = programs;
        this.roots = roots;
    }

    /// What a sync would do.
    ///
    /// @param checksums whether contents are compared where size and time are the same; reads every file
    /// @param kept which changes are to be remembered: of a whole repository they are many
    /// @throws RepomanException where rsync could not say it
    public RsyncRun look(MirrorJob job, boolean checksums, Predicate<Change> kept) {
        RsyncCommand command = mirroring(job).dry();
        if (checksums) {
            command.with("--checksum");
        }
        // compared with nothing where there is no mirror yet: its parents may be missing too
        String mirror = job.fresh() ? "./.repoman-nothing" : "./" + job.repo();
        RsyncRun run = run(command.command(job.source(), mirror), job.root(), "look at", Progress.NONE, kept);
        // 23: something could not be read; the copy meets it again, and says so
        if (!run.good() && run.code() != 23) {
            throw RsyncErrors.of(run, "the sync of " + job.name(), job.root());
        }
        return run;
    }

    /// Brings the mirror up to date.
    ///
    /// @param mostDeletions at most so many files are deleted, whatever happens meanwhile; negative: no limit
    /// @throws RepomanException where it is not up to date afterwards
    public RsyncRun copy(MirrorJob job, long mostDeletions, Progress progress) {
        RsyncCommand command = mirroring(job).showProgress().makingParentsOf(job.repo());
        if (mostDeletions >= 0) {
            command.with("--max-delete=" + mostDeletions);
        }
        if (job.request().verify() && job.request().force()) {
            command.with("--checksum");
        }
        RsyncRun run = run(command.command(job.source(), "./" + job.repo()), job.root(), "copy", progress, _ -> false);
        if (RsyncErrors.diskFull(run)) {
            // what is half copied cannot be finished, and would keep the disk full
            sweep(job);
        }
        if (!run.good()) {
            throw RsyncErrors.of(run, "the sync of " + job.name(), job.root());
        }
        return run;
    }

    /// Brings the repository back. What is in the target and not in the mirror stays.
    ///
    /// @param dry only tell what would be done
    public RsyncRun restore(RestoreJob job, boolean dry, Progress progress) {
        RsyncCommand command = new RsyncCommand(job.root(), List.of());
        command = dry ? command.dry() : command.showProgress();
        RsyncRun run =
                run(command.command("./" + job.repo(), job.target()), job.root(), "restore", progress, _ -> true);
        if (!run.good()) {
            throw RsyncErrors.of(run, "the restore of " + job.name(), job.root());
        }
        return run;
    }

    /// Removes the half-copied files that runs which failed had kept to carry on from. After a good run
    /// they are of no use, and where their originals are gone nothing else would ever remove them.
    public void sweep(MirrorJob job) {
        run(RsyncCommand.sweep(job.root(), job.repo()), job.root(), "sweep", Progress.NONE, _ -> false);
    }

    private static RsyncCommand mirroring(MirrorJob job) {
        RsyncCommand command = new RsyncCommand(job.root(), job.request().excludes()).with("--delete-after");
        // rsync compares whole seconds unless told otherwise: a file that changes in the second in which it was copied,
        // and keeps its size, would never be copied again. Where the mirror rounds times, everything always would be.
        return job.fineTimes() ? command.with("--modify-window=-1") : command;
    }

    private RsyncRun run(List<String> command, String root, String label, Progress progress, Predicate<Change> kept) {
        RsyncOutput output = new RsyncOutput(progress, kept);
        // names in the mirror's messages are UTF-8, its words English, its numbers plain
        int code = programs.run(
                new Streaming.Run(
                        label + ": "
                                + String.join(
                                        " ",
                                        command.subList(Math.max(0, command.lastIndexOf("rsync")), command.size())),
                        command,
                        Map.of("LC_ALL", "C.UTF-8"),
                        output::out,
                        output::err),
                SILENCE,
                () -> roots.look(root, List.of()).kind() != BackupRootFact.Kind.NO_ANSWER);
        return new RsyncRun(
                code, output.counts(), output.changeCount(), output.changes(), output.errors(), output.errorCount());
    }
}
