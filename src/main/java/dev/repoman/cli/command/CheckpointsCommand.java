package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.CheckpointsView;
import dev.repoman.cli.view.Json;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.checkpoint.CheckpointProject;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman checkpoints`.
@Command(
        name = "checkpoints",
        description = "Show the checkpoints of a project.",
        footer = {"%nExamples:", "  repoman checkpoints web", "  repoman checkpoints web --json"})
public class CheckpointsCommand implements Callable<Integer> {
    @Mixin
    WhichProject which;

    @Mixin
    JsonOption json;

    @Inject
    CheckpointProject projects;

    @Inject
    FindProject find;

    @Inject
    Json documents;

    @Inject
    Waiting waiting;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        List<Checkpoint> all = waiting.during("asking Incus", () -> projects.list(name));
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(CheckpointsView.document(name, all)));
        } else {
            CheckpointsView.lines(name, all, Instant.now(), terminal.style(Stream.OUT))
                    .forEach(out::println);
        }
        out.flush();
        return ExitCode.OK.code;
    }
}
