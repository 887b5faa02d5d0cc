package dev.repoman.cli;

import dev.repoman.cli.help.HelpView;
import jakarta.inject.Inject;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `repoman warm-up`, hidden: the launcher trains its AOT cache on it. It runs the most frequent commands on
/// a registry that the launcher wrote for it, with one project `demo`; it changes nothing, and its output is
/// discarded.
@Command(name = "warm-up", hidden = true, description = "Run what the AOT cache of the JVM is trained on.")
public class WarmUpCommand implements Runnable {
    private static final List<List<String>> TRAINING = List.of(
            List.of("list"),
            List.of("list", "--json"),
            List.of("status", "demo"),
            List.of("new", "fresh", "--dry-run"),
            List.of("remove", "demo", "--dry-run"),
            List.of("sync", "demo", "--dry-run"),
            List.of("__complete", "zsh", "--", "status", ""),
            List.of("new", "--help"));

    @Inject
    CommandLine.IFactory factory;

    @Inject
    ErrorHandler errors;

    @Inject
    HelpView help;

    @Override
    public void run() {
        for (List<String> line : TRAINING) {
            String[] args = line.toArray(String[]::new);
            Commands.commandLine(factory, help::text, args)
                    .setExecutionExceptionHandler(errors)
                    .setParameterExceptionHandler(errors)
                    .execute(args);
        }
    }
}
