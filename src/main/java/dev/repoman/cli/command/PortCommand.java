package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PortsView;
import dev.repoman.plan.Plan;
import dev.repoman.project.Fault;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.ForwardPorts;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman port`.
@Command(
        name = "port",
        description = "Forward ports of the host to a container, or show them.",
        footer = {
            "%nWithout PORT it shows what is forwarded, and what listens inside and is not. Ports are recorded in the"
                    + " override repos.d/NAME.toml, and stay after a restart.",
            "%nExamples:",
            "  repoman port web",
            "  repoman port web 3000                   127.0.0.1:3000 of the host",
            "  repoman port web 8080:80 5432",
            "  repoman port web 0.0.0.0:8080:80        for the whole network",
            "  repoman port web --remove 3000"
        })
public class PortCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository (default: where you stand).")
    @Nullable
    String first;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PORT",
            description = "[HOST:]CONTAINER; HOST is PORT or ADDRESS:PORT (default: CONTAINER on 127.0.0.1).")
    List<String> rest = new ArrayList<>();

    @Option(names = "--remove", order = 1, description = "Forward these ports no longer.")
    boolean remove;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    ForwardPorts projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

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
        boolean named = first != null && !Port.isMeant(first);
        ProjectName name = find.named(named ? first : null);
        List<String> words = new ArrayList<>(rest);
        if (first != null && !named) {
            words.addFirst(first);
        }
        if (words.isEmpty() && remove) {
            throw new RepomanException(
                    Fault.USAGE, "--remove needs a port", "repoman port " + name + " shows which there are");
        }
        return words.isEmpty() ? show(name) : change(name, words);
    }

    private int change(ProjectName name, List<String> words) {
        List<Port> ports = remove ? List.of() : words.stream().map(Port::parse).toList();
        Supplier<Plan> plan = remove ? () -> projects.remove(name, words) : () -> projects.add(name, ports);
        return changes.run(new ChangeRunner.Change(
                "port " + name,
                name,
                plan,
                Applier.OnFailure.UNDO,
                null,
                (remove ? "no longer forwarded: " : "forwarded: ") + String.join(", ", words),
                dryRun.on));
    }

    private int show(ProjectName name) {
        ForwardPorts.Report report = waiting.during("asking Incus", () -> projects.report(name));
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(PortsView.document(report)));
        } else {
            PortsView.lines(report, terminal.style(Stream.OUT)).forEach(out::println);
        }
        out.flush();
        if (!session.json() && !session.quiet() && !report.hidden().isEmpty()) {
            Streams.err()
                    .println(terminal.style(Stream.ERR)
                            .labelled(
                                    "hint",
                                    "to forward one: repoman port " + name + " "
                                            + report.hidden().getFirst()));
        }
        return ExitCode.OK.code;
    }
}
