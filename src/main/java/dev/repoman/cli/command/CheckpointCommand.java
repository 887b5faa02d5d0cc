package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.checkpoint.CheckpointProject;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman checkpoint`.
@Command(
        name = "checkpoint",
        description = "Save the state of a project: its repository and its container.",
        footer = {
            "%nOf the repository: every file but ignored ones, the index, branches and tags. It is changed in nothing."
                    + " Of the container: a snapshot; it is frozen meanwhile. The newest 10 of the last 7 days are"
                    + " kept.",
            "%nExamples:",
            "  repoman checkpoint                     of the project where you stand",
            "  repoman checkpoint web before-upgrade",
            "  repoman undo web before-upgrade"
        })
public class CheckpointCommand implements Callable<Integer> {
    @Mixin
    WhichProject project;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LABEL", description = "What to call it (default: the time).")
    @Nullable
    String second;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    CheckpointProject projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        FindProject.WithWord which = find.withWord(project.given, second);
        Instant now = Instant.now();
        if (which.word() != null) {
            Checkpoint.check(which.word());
        }
        String name = which.word() == null ? projects.name(which.name(), now) : which.word();
        return changes.run(new ChangeRunner.Change(
                "checkpoint " + which.name(),
                which.name(),
                () -> projects.plan(which.name(), name, now),
                Applier.OnFailure.UNDO,
                null,
                "saved as " + name + "; to go back: repoman undo " + which.name(),
                dryRun.on));
    }
}
