package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.HostView;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.StatusJson;
import dev.repoman.cli.view.StatusView;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.HostStatus;
import dev.repoman.usecase.ProjectStatus;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman status`.
@Command(
        name = "status",
        description = "Show everything about one project, or about this host.",
        footer = {
            "%nExamples:",
            "  repoman status",
            "  repoman status demo",
            "  repoman status demo --check     exit 6 if something differs",
            "  repoman status demo --json"
        })
public class StatusCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository; where you stand in none, this host.")
    @Nullable
    String name;

    @Option(names = "--host", order = 2, description = "About this host, wherever you stand.")
    boolean aboutHost;

    @Option(names = "--check", order = 1, description = "Exit 6 if something differs from what it should be.")
    boolean check;

    @Mixin
    JsonOption json;

    @Inject
    Json documents;

    @Inject
    ProjectStatus inspection;

    @Inject
    Waiting waiting;

    @Inject
    HostStatus hosts;

    @Inject
    FindProject find;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        if (name != null) {
            return aboutProject(find.named(name));
        }
        return aboutHost ? host() : find.here().map(this::aboutProject).orElseGet(this::host);
    }

    private int host() {
        HostStatus.Report report = waiting.during("checking this host", hosts::report);
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(HostView.document(report)));
        } else {
            Style style = terminal.style(Stream.OUT);
            (session.quiet() ? HostView.troubles(report, style) : HostView.lines(report, style)).forEach(out::println);
        }
        out.flush();
        return exit(report.troubles().isEmpty(), report.incus().trouble());
    }

    /// @param trouble why Incus could not be asked: then nothing can be called correct
    private int exit(boolean asItShouldBe, @Nullable RepomanException trouble) {
        if (check && trouble != null) {
            throw trouble;
        }
        if (trouble != null) {
            return ExitCode.of(trouble.fault()).code;
        }
        return check && !asItShouldBe ? ExitCode.CHANGES.code : ExitCode.OK.code;
    }

    private int aboutProject(ProjectName project) {
        ProjectStatus.Report report = waiting.during("asking Incus", () -> inspection.report(project));
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(StatusJson.document(report)));
        } else {
            Style style = terminal.style(Stream.OUT);
            (session.quiet() ? StatusView.troubles(report, style) : StatusView.lines(report, Instant.now(), style))
                    .forEach(out::println);
        }
        out.flush();
        return exit(report.drift().isEmpty(), report.look().trouble());
    }
}
