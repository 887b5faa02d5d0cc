package dev.repoman.cli.command;

import dev.repoman.plan.life.StatePlanner.Wanted;
import picocli.CommandLine.Command;

/// `repoman start`.
@Command(
        name = "start",
        description = "Start containers.",
        footer = {"%nExamples:", "  repoman start web", "  repoman start --all"})
public class StartCommand extends StateCommand {
    public StartCommand() {
        super(Wanted.START, "start", "is running");
    }
}
