package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.SendWork;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman send`.
@Command(
        name = "send",
        description = "Bring uncommitted work from here into a repository on another host, or a sealed one.",
        footer = {
            "%nChanged and untracked files become the same inside, uncommitted; ignored ones are left out. It works if the"
                    + " repository inside is at the commit that you are at, and has no other uncommitted work. Commits are"
                    + " exchanged by git: git push repoman::NAME BRANCH.",
            "%nExamples:",
            "  repoman send web --wip",
            "  repoman send --wip --dry-run     where you stand"
        })
public class SendCommand implements Callable<Integer> {
    @Mixin
    WhichProject which;

    @Option(names = "--wip", order = 1, description = "Send what is not committed.")
    boolean wip;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    SendWork work;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        if (!wip) {
            throw new RepomanException(
                    Fault.USAGE,
                    "nothing to send was named",
                    "uncommitted work: repoman send " + name + " --wip; commits: git push repoman::" + name
                            + " BRANCH");
        }
        return changes.run(new ChangeRunner.Change(
                "send " + name,
                name,
                () -> work.plan(name),
                Applier.OnFailure.KEEP,
                null,
                "your uncommitted work is inside " + name,
                dryRun.on));
    }
}
