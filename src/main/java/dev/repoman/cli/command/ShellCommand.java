package dev.repoman.cli.command;

import dev.repoman.usecase.OpenShell;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `repoman shell`.
@Command(
        name = "shell",
        description = "Open a shell in a project's container, or run a command there.",
        customSynopsis = "[OPTIONS] [NAME] [-- COMMAND...]",
        footer = {
            "%nOne word after -- is a line for your login shell inside. Several words are a program and its arguments,"
                    + " passed on unchanged. The exit code is that of the command.",
            "%nAs with ssh, the command gets the standard input, even if it does not read it. In a loop that reads"
                    + " lines, use -n.",
            "%nExamples:",
            "  repoman shell demo",
            "  repoman shell demo -- make test",
            "  repoman shell demo -- 'cd src && ls | wc -l'",
            "  while read name; do repoman shell -n $name -- make; done < names"
        })
public class ShellCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository (default: where you stand).")
    @Nullable
    String name;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The command to run, after --.")
    List<String> command = new ArrayList<>();

    @Spec
    CommandSpec spec;

    @Mixin
    NoInputOption noInput;

    @Inject
    EnterRunner runner;

    @Override
    public Integer call() {
        OpenShell.Request request =
                runner.request(spec.commandLine().getParseResult().originalArgs(), name, command, false, false);
        return runner.run(request, !noInput.on);
    }
}
