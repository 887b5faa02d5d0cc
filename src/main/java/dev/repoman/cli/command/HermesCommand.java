package dev.repoman.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `repoman hermes`.
@Command(
        name = "hermes",
        description = "Manage the data of agents in containers.",
        subcommands = HermesReseedCommand.class,
        footer = {"%nExamples:", "  repoman hermes reseed demo"})
public class HermesCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
