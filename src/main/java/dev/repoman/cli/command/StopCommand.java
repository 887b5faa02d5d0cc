package dev.repoman.cli.command;

import dev.repoman.plan.life.StatePlanner.Wanted;
import picocli.CommandLine.Command;

/// `repoman stop`.
@Command(
        name = "stop",
        description = "Stop containers; nothing in them is lost but what runs.",
        footer = {"%nExamples:", "  repoman stop web api", "  repoman stop --all"})
public class StopCommand extends StateCommand {
    public StopCommand() {
        super(Wanted.STOP, "stop", "is stopped");
    }
}
