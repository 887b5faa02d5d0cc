package dev.repoman.cli.command;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.OpenShell;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `repoman exec`.
@Command(
        name = "exec",
        description = "Run a program in a project's container, without a shell.",
        customSynopsis = "[OPTIONS] [NAME] -- PROGRAM [ARG...]",
        footer = {
            "%nThe program starts in the repository's folder, with ~/.local/bin in PATH, and gets its arguments"
                    + " unchanged. The exit code is that of the program. No profile is read: this is faster than"
                    + " shell, for scripts and agents.",
            "%nThe program gets the standard input, even if it does not read it. In a loop that reads lines, use -n.",
            "%nExamples:",
            "  repoman exec demo -- git status --short",
            "  repoman exec demo --root -- apt-get install -y ripgrep"
        })
public class ExecCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository (default: where you stand).")
    @Nullable
    String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PROGRAM",
            description = "The program and its arguments, after --.")
    List<String> words = new ArrayList<>();

    @Option(names = "--root", order = 1, description = "Run it as root instead of as you.")
    boolean root;

    @Spec
    CommandSpec spec;

    @Mixin
    NoInputOption noInput;

    @Inject
    EnterRunner runner;

    @Override
    public Integer call() {
        OpenShell.Request request =
                runner.request(spec.commandLine().getParseResult().originalArgs(), name, words, true, root);
        if (request.words().isEmpty()) {
            throw new RepomanException(Fault.USAGE, "PROGRAM is missing", "repoman exec [NAME] -- PROGRAM [ARG...]");
        }
        return runner.run(request, !noInput.on);
    }
}
