package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.apply.ApplyListener;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.BackupRootDocument;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.SyncProgress;
import dev.repoman.cli.view.SyncView;
import dev.repoman.plan.backup.SyncRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.backup.MarkBackupRoot;
import dev.repoman.usecase.backup.SyncOutcome;
import dev.repoman.usecase.backup.SyncProjects;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman sync`.
@Command(
        name = "sync",
        description = "Update the mirrors of repositories below backup_root.",
        footer = {
            "%nA mirror is not a history: what you delete here is deleted there at the next sync.",
            "%nExamples:",
            "  repoman sync demo",
            "  repoman sync --all -q              for a timer; see docs/backup.md",
            "  repoman sync demo --dry-run        what would change",
            "  repoman sync demo --verify         and compare every byte"
        })
public class SyncCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "The projects, or paths in their repositories (default: where you stand).")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", order = 1, description = "Every project whose backup is on; continues past failures.")
    boolean all;

    @Option(
            names = "--verify",
            order = 2,
            description = "Compare contents afterwards, and check git's objects in the mirror.")
    boolean verify;

    @Option(
            names = "--exclude",
            order = 3,
            paramLabel = "PATTERN",
            description = "Leave these files alone, like rsync's --exclude; can be repeated.")
    List<String> excludes = new ArrayList<>();

    @Option(
            names = "--force",
            order = 4,
            description = "Allow more than half of a mirror to be deleted; with --verify, copy again what differs.")
    boolean force;

    @Option(names = "--init-backup-root", order = 5, description = "Mark backup_root as the place for mirrors, once.")
    boolean initRoot;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    Json documents;

    @Inject
    MarkBackupRoot marks;

    @Inject
    Applier applier;

    @Inject
    ChangeRunner changes;

    @Inject
    FindProject find;

    @Inject
    SyncProjects projects;

    @Inject
    ErrorView errors;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        checkUsage();
        boolean alone = names.isEmpty() && !all && initRoot;
        if (initRoot) {
            init(alone);
        }
        if (initRoot && (alone || dryRun.on)) {
            return ExitCode.OK.code;
        }
        long start = System.nanoTime();
        List<ProjectName> wanted = all ? null : wanted();
        boolean quiet = session.quiet() || session.json();
        IntSupplier columns = () -> quiet ? 0 : terminal.liveColumns(Stream.ERR);
        List<SyncOutcome> outcomes = projects.run(
                wanted,
                new SyncRequest(dryRun.on, verify, force, excludes),
                new SyncProgress(
                        Streams.drawing(), terminal.style(Stream.ERR), "sync", columns, this::note, this::say));
        double seconds = (System.nanoTime() - start) / 1e9;
        PrintWriter out = Streams.out();
        SyncOutcome single = outcomes.size() == 1 && !all ? outcomes.getFirst() : null;
        if (session.json()) {
            if (single == null || single.error() == null) {
                out.println(documents.text(SyncView.document(outcomes, seconds, dryRun.on)));
            }
        } else if (!session.quiet() && single == null) {
            out.println(SyncView.summary(outcomes, seconds, dryRun.on));
        }
        out.flush();
        return exit(outcomes, single);
    }

    private void checkUsage() {
        if (all && !names.isEmpty()) {
            throw usage("name projects or use --all, not both");
        }
    }

    private List<ProjectName> wanted() {
        return names.isEmpty()
                ? List.of(find.here().orElseThrow(() -> usage("no project given")))
                : names.stream().map(find::named).toList();
    }

    private static RepomanException usage(String what) {
        return new RepomanException(Fault.USAGE, what, "repoman sync NAME, or repoman sync --all");
    }

    private void init(boolean alone) {
        MarkBackupRoot.Marking marking = marks.plan();
        if (dryRun.on) {
            changes.show(marking.plan(), "repoman sync --init-backup-root would");
            return;
        }
        marking.plan().notes().forEach(this::note);
        applier.apply(marking.plan(), Applier.OnFailure.KEEP, ApplyListener.SILENT);
        if (session.json()) {
            if (alone) {
                Streams.out().println(documents.text(new BackupRootDocument(true)));
            }
        } else if (!session.quiet()) {
            Streams.err()
                    .println(marking.path() + " is marked as the backup root"
                            + (marking.plan().isEmpty() ? " already" : ""));
        }
    }

    private void note(String text) {
        if (!session.quiet() && !session.json()) {
            PrintWriter err = Streams.err();
            err.println(terminal.style(Stream.ERR).labelled("note", text));
        }
    }

    /// For a project that ended while others are running.
    private void say(SyncOutcome outcome) {
        if (session.json()) {
            return;
        }
        PrintWriter err = Streams.err();
        PrintWriter out = Streams.out();
        Style style = terminal.style(Stream.ERR);
        if (!session.quiet()) {
            if (dryRun.on) {
                SyncView.preview(outcome, terminal.style(Stream.OUT)).forEach(out::println);
            } else if (outcome.good()) {
                out.println(SyncView.line(outcome));
            }
            outcome.warnings().forEach(w -> err.println(style.labelled("warning", outcome.name() + ": " + w)));
        }
        RepomanException error = outcome.error();
        if (error != null && (all || names.size() > 1)) {
            errors.say(err, ExitCode.of(error.fault()), outcome.name() + ": " + error.what(), error.hint(), false);
        }
        out.flush();
    }

    /// The error of a single project is the command's; several are summarised.
    private int exit(List<SyncOutcome> outcomes, @Nullable SyncOutcome single) {
        if (single != null && single.error() != null) {
            throw single.error();
        }
        List<Fault> faults = outcomes.stream()
                .map(SyncOutcome::error)
                .filter(Objects::nonNull)
                .map(RepomanException::fault)
                .toList();
        if (faults.isEmpty()) {
            return ExitCode.OK.code;
        }
        Fault fault = faults.stream().distinct().count() == 1 ? faults.getFirst() : Fault.FAILED;
        if (session.json()) {
            throw new RepomanException(
                    fault,
                    faults.size() + " of " + outcomes.size() + " projects failed",
                    "standard output gives the reason for each");
        }
        return ExitCode.of(fault).code;
    }
}
