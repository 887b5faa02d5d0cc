package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Waiting;
import dev.repoman.host.Browser;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.ForwardPorts;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman open`.
@Command(
        name = "open",
        description = "Open a forwarded port in the browser.",
        footer = {
            "%nThe port must be forwarded: see repoman port. Without a display, the address is printed.",
            "%nExamples:",
            "  repoman open web",
            "  repoman open web 3000 --print"
        })
public class OpenCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository (default: where you stand).")
    @Nullable
    String first;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PORT",
            description = "Of the host or of the container (default: the only one that listens).")
    @Nullable
    String second;

    @Option(names = "--print", order = 1, description = "Print the address only.")
    boolean print;

    @Inject
    ForwardPorts projects;

    @Inject
    FindProject find;

    @Inject
    Browser browser;

    @Inject
    Waiting waiting;

    @Override
    public Integer call() {
        boolean named = first != null && (second != null || !Port.isMeant(first));
        ProjectName name = find.named(named ? first : null);
        String port = named ? second : first;
        String url = waiting.during("asking Incus", () -> projects.url(name, port));
        if (print || !browser.open(url)) {
            PrintWriter out = Streams.out();
            out.println(url);
            out.flush();
        }
        return ExitCode.OK.code;
    }
}
