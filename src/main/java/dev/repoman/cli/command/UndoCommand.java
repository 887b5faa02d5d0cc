package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.plan.checkpoint.UndoPlanner.Halves;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.RepairProject;
import dev.repoman.usecase.checkpoint.UndoProject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman undo`.
@Command(
        name = "undo",
        description = "Go back to a checkpoint of a project.",
        footer = {
            "%nWhat is there now is saved project.given, as a checkpoint undo-TIME, so an undo can be undone. Ignored files of"
                    + " the repository stay as they are. A running container is started again.",
            "%nExamples:",
            "  repoman undo                      to the newest checkpoint of the project where you stand",
            "  repoman undo web before-upgrade",
            "  repoman undo web --repo           the repository alone",
            "  repoman undo web --dry-run"
        })
public class UndoCommand implements Callable<Integer> {
    @Mixin
    WhichProject project;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CHECKPOINT",
            description = "Which one (default: the newest that no undo took).")
    @Nullable
    String second;

    @ArgGroup
    @Nullable
    Half half;

    /// One of the two.
    static class Half {
        @Option(names = "--repo", order = 1, description = "The repository alone.")
        boolean repository;

        @Option(names = "--container", order = 2, description = "The container alone.")
        boolean container;
    }

    @Option(
            names = {"-y", "--yes"},
            order = 3,
            description = "Do not ask.")
    boolean yes;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    UndoProject projects;

    @Inject
    RepairProject repairs;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        FindProject.WithWord which = find.withWord(project.given, second);
        Halves halves = half == null ? Halves.BOTH : half.repository ? Halves.REPOSITORY : Halves.CONTAINER;
        Instant now = Instant.now();
        UndoProject.Choice choice = projects.choose(which.name(), which.word(), halves, now);
        return changes.run(
                new ChangeRunner.Change(
                        "undo " + which.name(),
                        which.name(),
                        () -> projects.plan(which.name(), choice, halves, now),
                        Applier.OnFailure.UNDO,
                        yes ? null : "go back to " + choice.to() + "?",
                        which.name() + " is as it was at " + choice.to() + "; to take that back: repoman undo "
                                + which.name() + " " + choice.present(),
                        dryRun.on),
                () -> repairs.plan(which.name()));
    }
}
