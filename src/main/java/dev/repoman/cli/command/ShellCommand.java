package dev.repoman.cli.command;

import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.OpenShell;
import jakarta.inject.Inject;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman shell`.
@Command(
        name = "shell",
        description = "Open a shell in a project's container, or run a command there.",
        customSynopsis = "[OPTIONS] NAME [-- COMMAND...]",
        footer = {
            "%nAs with ssh, the words of COMMAND are joined and passed to your shell inside; its exit code is returned.",
            "%nExamples:",
            "  repoman shell demo",
            "  repoman shell demo -- make test",
            "  repoman shell demo -- 'cd src && ls | wc -l'"
        })
public class ShellCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "The project.")
    String name;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The command to run, after --.")
    List<String> command = new ArrayList<>();

    @Inject
    OpenShell shells;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        @Nullable String line = command.isEmpty() ? null : String.join(" ", command);
        OpenShell.Request request = new OpenShell.Request(new ProjectName(name), line);
        Interruption.first(shells.end());
        if (terminal.isTerminal(Stream.IN) && terminal.isTerminal(Stream.OUT)) {
            return shells.interactive(request);
        }
        return shells.piped(
                request,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }
}
