package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.plan.Plan;
import dev.repoman.plan.drift.RepairPlanner;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.RepairProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    @Mixin
    WhichProject which;

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
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        boolean asks = !yes && !dryRun.on && RepairPlanner.takesAway(projects.plan(name));
        Supplier<Plan> plan = asks || yes || dryRun.on ? () -> projects.plan(name) : () -> projects.harmlessPlan(name);
        return changes.run(new ChangeRunner.Change(
                "repair " + name,
                name,
                plan,
                Applier.OnFailure.UNDO,
                asks ? "repair " + name + "?" : null,
                name + " is repaired",
                dryRun.on));
    }
}
