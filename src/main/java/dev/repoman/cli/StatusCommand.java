package dev.repoman.cli;

import dev.repoman.apply.Inspection;
import dev.repoman.cli.Terminal.Stream;
import dev.repoman.project.ProjectName;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman status`.
@Command(
        name = "status",
        description = "Show everything about one project.",
        footer = {"%nExamples:", "  repoman status demo", "  repoman status demo --json"})
public class StatusCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The project.")
    String name;

    @Mixin
    JsonOption json;

    @Inject
    Inspection inspection;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        Inspection.Report report = inspection.report(new ProjectName(name));
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(Json.text(StatusView.json(report)));
        } else {
            StatusView.lines(report, Instant.now(), terminal.style(Stream.OUT)).forEach(out::println);
        }
        out.flush();
        return ExitCode.OK.code;
    }
}
