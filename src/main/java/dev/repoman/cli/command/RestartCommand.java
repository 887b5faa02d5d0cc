package dev.repoman.cli.command;

import dev.repoman.plan.life.StatePlanner.Wanted;
import picocli.CommandLine.Command;

/// `repoman restart`.
@Command(
        name = "restart",
        description = "Stop containers and start them again.",
        footer = {"%nExamples:", "  repoman restart web", "  repoman restart --all"})
public class RestartCommand extends StateCommand {
    public RestartCommand() {
        super(Wanted.RESTART, "restart", "is running");
    }
}
