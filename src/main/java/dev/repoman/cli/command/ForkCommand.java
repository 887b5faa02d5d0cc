package dev.repoman.cli.command;

import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.fork.ForkProject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
            "  repoman fork web try --count 3    web.try-1, web.try-2 and web.try-3",
            "  repoman shell web.fix-login",
            "  repoman diff web.fix-login",
            "  repoman land web.fix-login        its commits, as the branch fork/fix-login of web"
        })
public class ForkCommand implements Callable<Integer> {
    /// More at once help no host.
    private static final int MOST = 32;

    @Mixin
    WhichProject project;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TASK",
            description = "What the copy is for: a part of its name.")
    @Nullable
    String second;

    @Option(
            names = "--count",
            order = 1,
            paramLabel = "COUNT",
            description = "Make that many copies at once: TASK-1, TASK-2 and so on.")
    @Nullable
    Integer count;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    FindProject find;

    @Inject
    ForkRunner forks;

    @Override
    public Integer call() {
        String task = second == null ? project.given : second;
        if (task == null) {
            throw new RepomanException(Fault.USAGE, "TASK is missing", "for example: repoman fork web fix-login");
        }
        if (count != null && (count < 1 || count > MOST)) {
            throw new RepomanException(
                    Fault.USAGE,
                    "--count " + count + " is not between 1 and " + MOST,
                    "run it again for more, with another task");
        }
        ProjectName parent = find.named(second == null ? null : project.given);
        List<ProjectName> names = count == null
                ? List.of(ForkProject.name(parent, task))
                : IntStream.rangeClosed(1, count)
                        .mapToObj(i -> ForkProject.name(parent, task + "-" + i))
                        .toList();
        return forks.run(
                "fork " + parent + " " + task + (count == null ? "" : " --count " + count), parent, names, dryRun.on);
    }
}
