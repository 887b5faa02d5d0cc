package dev.repoman.backup;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.ShellText;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.plan.backup.RestoreJob;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Runs rsync between a repository and its mirror, in a jail that sees only these two.
///
/// A sync looks first (a dry run) and copies only if something changed. If nothing changed, the look is all,
/// and costs as much as a plain rsync. If something changed, the look has counted the deletions before
/// anything is changed (`docs/decisions/0010-sync-looks-first.md`).
@ApplicationScoped
public class RsyncMirror {
    /// How long rsync may print nothing before the share is checked; together with the time that the share
    /// has to answer, less than 10 s.
    private static final Duration SILENCE = Duration.ofSeconds(4);

    /// The empty folder to compare with if there is no mirror yet.
    private static final String NOTHING = "/nothing";

    private final BackupRoot roots;
    private final HostUser user;

    public RsyncMirror(BackupRoot roots, HostUser user) {
        this.roots = roots;
        this.user = user;
    }

    /// What a look is for.
    public enum Purpose {
        /// To find what a copy would do, and which files are setuid.
        COPY,
        /// To report it to the user.
        SHOW,
        /// To list all files of the repository, as if there were no mirror yet.
        LIST,
        /// To compare contents too, by reading every file.
        VERIFY
    }

    /// What a sync would do.
    ///
    /// @param kept which changes to keep: those of a whole repository are many
    /// @throws RepomanException if rsync could not find out
    public RsyncRun look(Jail jail, MirrorJob job, Purpose purpose, Predicate<Change> kept) {
        RsyncCommand command = mirroring(job).dry();
        // without it a setuid file differs from its copy, and is found by that
        if (purpose != Purpose.COPY) {
            command.withoutPrivileges();
        }
        if (purpose == Purpose.VERIFY
                || purpose == Purpose.SHOW && job.request().verify()) {
            command.with("--checksum");
        }
        boolean fresh = purpose == Purpose.LIST || job.mirrorIdentity().isEmpty() && purpose != Purpose.VERIFY;
        List<String> words = command.tellingGitFile(job.source(), fresh ? NOTHING : job.realMirror());
        Folder source = Folder.readOnly(job.source());
        // after a copy it exists, and is compared as it is
        Folder mirror = Folder.readOnly(job.realMirror()).known(job.mirrorIdentity());
        RsyncRun run = run(jail, words, fresh ? List.of(source) : List.of(source, mirror), job.root(), "look at", kept);
        // the copy fails on the same unreadable files, and reports them
        if (!run.good() && run.code() != RsyncRun.PARTIAL) {
            throw failed(run, job);
        }
        return run;
    }

    /// Brings the mirror up to date.
    ///
    /// @param mostDeletions the most files to delete, whatever happens in the meantime; negative: no limit
    /// @throws RepomanException where it is not up to date afterwards
    public RsyncRun copy(Jail jail, MirrorJob job, long mostDeletions, Progress progress) {
        BackupRoot.Prepared prepared = roots.prepare(job.root(), job.repo());
        String partial = job.realRoot() + "/" + prepared.partial();
        RsyncCommand command = mirroring(job).showProgress().withoutPrivileges().with("--partial-dir=" + partial);
        if (mostDeletions >= 0) {
            command.with("--max-delete=" + mostDeletions);
        }
        if (job.request().verify() && job.request().force()) {
            command.with("--checksum");
        }
        List<Folder> folders = List.of(
                Folder.readOnly(job.source()),
                Folder.writable(job.realMirror()).known(prepared.mirror()),
                Folder.writable(partial).known(prepared.partialIdentity()));
        RsyncOutput output = new RsyncOutput(progress, _ -> false);
        RsyncRun run = run(jail, command.command(job.source(), job.realMirror()), folders, job.root(), "copy", output);
        // half-copied files are useless after a good run, and cannot be finished on a full disk
        if (run.good() || RsyncErrors.diskFull(run)) {
            empty(jail, folders.getLast(), job.root());
        }
        roots.settle(job.root(), prepared);
        if (!run.good()) {
            throw failed(run, job);
        }
        return run;
    }

    private void empty(Jail jail, Folder partial, String root) {
        List<String> command = List.of("find", partial.path(), "-mindepth", "1", "-delete");
        run(jail, command, List.of(partial), root, "sweep", _ -> false);
    }

    /// Restores the repository. Files that are only in the target are kept.
    ///
    /// @param dry only report what would be done
    public RsyncRun restore(Jail jail, RestoreJob job, boolean dry, Progress progress) {
        RsyncCommand command = new RsyncCommand().withoutPrivileges();
        Folder mirror = Folder.readOnly(job.realMirror()).known(job.mirrorIdentity());
        boolean fresh = dry && job.fresh();
        List<Folder> folders = fresh
                ? List.of(mirror)
                : List.of(mirror, dry ? Folder.readOnly(job.target()) : Folder.writable(job.target()));
        RsyncOutput output = new RsyncOutput(progress, _ -> true);
        RsyncRun run = run(
                jail,
                dry
                        ? command.dry().command(job.realMirror(), fresh ? NOTHING : job.target())
                        : command.showProgress().withTemporaryFolder(job.realMirror(), job.target()),
                folders,
                job.root(),
                "restore",
                output);
        if (!run.good()) {
            throw RsyncErrors.of(
                    run,
                    "the restore of " + job.name(),
                    job.root(),
                    new RsyncErrors.Closed(
                            job.realMirror(), "", "make it yours: sudo chown -R " + user.name() + " " + job.mirror()));
        }
        return run;
    }

    private RepomanException failed(RsyncRun run, MirrorJob job) {
        String own = ShellText.command(
                "repoman",
                "exec",
                job.name().value(),
                "--root",
                "--",
                "chown",
                "-R",
                user.uid() + ":" + user.gid(),
                job.source());
        RsyncErrors.Closed closed = new RsyncErrors.Closed(
                job.source(),
                "; nothing was deleted from the mirror",
                "root in the container may have created it. Make it yours again: " + own
                        + "; or leave it out with --exclude");
        return RsyncErrors.of(run, "the sync of " + job.name(), job.root(), closed);
    }

    private static RsyncCommand mirroring(MirrorJob job) {
        RsyncCommand command =
                new RsyncCommand().excluding(job.request().excludes()).with("--delete-after");
        // rsync compares whole seconds unless told otherwise: a file that changes in the second in which it was copied,
        // and keeps its size, would never be copied again. Where the mirror rounds times, everything always would be.
        return job.fineTimes() ? command.with("--modify-window=-1") : command;
    }

    private RsyncRun run(
            Jail jail, List<String> command, List<Folder> folders, String root, String label, Predicate<Change> kept) {
        return run(jail, command, folders, root, label, new RsyncOutput(Progress.NONE, kept));
    }

    private RsyncRun run(
            Jail jail, List<String> command, List<Folder> folders, String root, String label, RsyncOutput output) {
        List<String> words = command.subList(Math.max(0, command.lastIndexOf("rsync")), command.size());
        Outcome outcome = jail.run(new Job(
                label + ": " + String.join(" ", words),
                folders,
                command,
                Map.of(),
                Sink.lines(output::out),
                Sink.lines(output::err),
                Patience.whileAlive(
                        SILENCE, () -> roots.look(root, List.of()).kind() != BackupRootFact.Kind.NO_ANSWER)));
        return output.ended(outcome);
    }
}
