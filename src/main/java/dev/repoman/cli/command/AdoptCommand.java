package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.AdoptProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  repoman adopt demo"
        })
public class AdoptCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONTAINER", description = "Name of the container and of the project.")
    String name;

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
        ProjectName project = new ProjectName(name);
        return changes.run(new ChangeRunner.Change(
                "adopt " + name,
                project,
                () -> projects.plan(project),
                Applier.OnFailure.UNDO,
                null,
                name + " is in the registry: repoman status " + name,
                dryRun.on));
    }
}
