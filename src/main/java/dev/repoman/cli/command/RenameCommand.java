package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.RenameProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman rename`.
@Command(
        name = "rename",
        description = "Give a project, its container and its override another name.",
        footer = {
            "%nThe repository keeps its folder. A running container is stopped and started again.",
            "%nExamples:",
            "  repoman rename demo web",
            "  repoman rename demo web --dry-run"
        })
public class RenameCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "The project, or a path in its repository.")
    String old;

    @Parameters(index = "1", paramLabel = "NEW", description = "Its new name.")
    String wanted;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    RenameProject projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName from = find.named(old);
        ProjectName to = new ProjectName(wanted);
        return changes.run(new ChangeRunner.Change(
                "rename " + from + " " + to,
                from,
                () -> projects.plan(from, to),
                Applier.OnFailure.UNDO,
                null,
                from + " is now " + to,
                dryRun.on));
    }
}
