package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Streams;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.AdoptProject;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman adopt`.
@Command(
        name = "adopt",
        description = "Write the registry entry of a container that has lost it.",
        footer = {
            "%nThe entry is written from the keys that the container carries (incus config show NAME). The container"
                    + " is not changed, except that your user is created inside if missing.",
            "%nExamples:",
            "  repoman list --filter state=orphan     find them",
            "  repoman adopt demo",
            "  repoman adopt --all"
        })
public class AdoptCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "CONTAINER", description = "Name of the container and of the project.")
    @Nullable
    String name;

    @Option(names = "--all", order = 1, description = "Every container of yours that has no entry.")
    boolean all;

    @Option(names = "--host", order = 2, paramLabel = "HOST", description = "Of another machine.")
    @Nullable
    String host;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    AdoptProject projects;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        if (name != null && !all) {
            return adopt(new ProjectName(name));
        }
        if (!all) {
            throw new RepomanException(Fault.USAGE, "CONTAINER is missing", "for all of them: repoman adopt --all");
        }
        if (name != null || json.on) {
            throw new RepomanException(
                    Fault.USAGE,
                    "--all goes neither with a name nor with --json, which prints one document",
                    "name one container, or leave out --all");
        }
        List<ProjectName> orphans = projects.orphans(host);
        if (orphans.isEmpty()) {
            Streams.out().println("nothing to do");
        }
        orphans.forEach(this::adopt);
        return ExitCode.OK.code;
    }

    private int adopt(ProjectName project) {
        return changes.run(new ChangeRunner.Change(
                "adopt " + project,
                project,
                () -> projects.plan(project, host),
                Applier.OnFailure.UNDO,
                null,
                project + " is in the registry: repoman status " + project,
                dryRun.on));
    }
}
