package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.view.Amount;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.SyncProgress;
import dev.repoman.cli.view.SyncView;
import dev.repoman.project.HostUser;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.backup.RestoreProject;
import dev.repoman.usecase.backup.SyncOutcome;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman restore`.
@Command(
        name = "restore",
        description = "Restore a repository from its mirror.",
        footer = {
            "%nExamples:",
            "  repoman restore demo                   to its own folder, which must be empty or missing",
            "  repoman restore demo --to /tmp/demo    elsewhere, to inspect",
            "  repoman restore demo --verify          check git's objects in the mirror first"
        })
public class RestoreCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or the name of a mirror that outlived its project (default: where you stand).")
    @Nullable
    String name;

    @Option(
            names = "--to",
            order = 1,
            paramLabel = "DIR",
            description = "Restore to this folder instead of the repository's own.")
    @Nullable
    String to;

    @Option(
            names = "--force",
            order = 2,
            description = "Overwrite a folder that is not empty; nothing else in it is deleted.")
    boolean force;

    @Option(names = "--verify", order = 3, description = "Check git's objects in the mirror first (git fsck --full).")
    boolean verify;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    Json documents;

    @Inject
    FindProject find;

    @Inject
    RestoreProject projects;

    @Inject
    HostUser user;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        String target = to == null
                ? null
                : Path.of(user.expand(to)).toAbsolutePath().normalize().toString();
        boolean quiet = session.quiet() || session.json();
        IntSupplier columns = () -> quiet ? 0 : terminal.liveColumns(Stream.ERR);
        SyncProgress progress = new SyncProgress(
                Streams.drawing(), terminal.style(Stream.ERR), "restore", columns, this::note, _ -> {});
        SyncOutcome outcome =
                projects.run(new RestoreProject.Request(find.named(name), target, force, verify, dryRun.on), progress);
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(SyncView.document(List.of(outcome), outcome.seconds(), dryRun.on)));
        } else if (dryRun.on) {
            SyncView.preview(outcome, terminal.style(Stream.OUT)).forEach(out::println);
        } else if (!session.quiet()) {
            out.println(outcome.name() + " is restored to " + user.contract(outcome.source()) + ": "
                    + SyncView.did(outcome.counts()) + ", " + Amount.seconds(outcome.seconds()));
        }
        out.flush();
        outcome.warnings().forEach(this::note);
        return ExitCode.OK.code;
    }

    private void note(String text) {
        if (!session.quiet() && !session.json()) {
            PrintWriter err = Streams.err();
            err.println(terminal.style(Stream.ERR).labelled("note", text));
        }
    }
}
