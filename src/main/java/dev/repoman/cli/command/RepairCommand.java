package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.RepairPlanner;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.RepairProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman repair`.
@Command(
        name = "repair",
        description = "Change a container back to what the registry and the override say.",
        footer = {
            "%nFixes the drift that repoman status NAME shows, in the container itself: profiles, devices, variables,"
                    + " keys. It asks before it removes anything, touches no data, and names what only another"
                    + " command can fix.",
            "%nExamples:",
            "  repoman repair demo --dry-run",
            "  repoman repair demo --yes     in scripts"
        })
public class RepairCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The project.")
    String name;

    @Option(
            names = {"-y", "--yes"},
            order = 1,
            description = "Do not ask.")
    boolean yes;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    RepairProject projects;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName project = new ProjectName(name);
        boolean asks = !yes && !dryRun.on && RepairPlanner.takesAway(projects.plan(project));
        Supplier<Plan> plan =
                asks || yes || dryRun.on ? () -> projects.plan(project) : () -> projects.harmlessPlan(project);
        return changes.run(new ChangeRunner.Change(
                "repair " + name,
                project,
                plan,
                Applier.OnFailure.UNDO,
                asks ? "repair " + name + "?" : null,
                name + " is repaired",
                dryRun.on));
    }
}
