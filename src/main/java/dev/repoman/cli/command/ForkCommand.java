package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.fork.ForkProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman fork`.
@Command(
        name = "fork",
        description = "Copy a project, its container and its repository, so that another agent works in the copy.",
        footer = {
            "%nThe copy is a project NAME-TASK; its repository is beside that of NAME, as NAME.TASK, and inside it is at"
                    + " the same path. Uncommitted work comes along; ports, sockets and the ssh agent do not. sync --all"
                    + " leaves it out.",
            "%nExamples:",
            "  repoman fork fix-login            of the project where you stand",
            "  repoman fork web fix-login",
            "  repoman shell web.fix-login",
            "  repoman diff web.fix-login",
            "  repoman land web.fix-login        its commits, as the branch fork/fix-login of web"
        })
public class ForkCommand implements Callable<Integer> {
    @Mixin
    WhichProject project;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TASK",
            description = "What the copy is for: a part of its name.")
    @Nullable
    String second;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    ForkProject projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        String task = second == null ? project.given : second;
        if (task == null) {
            throw new RepomanException(Fault.USAGE, "TASK is missing", "for example: repoman fork web fix-login");
        }
        ProjectName parent = find.named(second == null ? null : project.given);
        ProjectName name = ForkProject.name(parent, task);
        return changes.run(new ChangeRunner.Change(
                "fork " + parent + " " + task,
                parent,
                name,
                () -> projects.plan(parent, name),
                Applier.OnFailure.UNDO,
                null,
                parent + "." + task + " is ready: repoman shell " + parent + "." + task,
                dryRun.on));
    }
}
