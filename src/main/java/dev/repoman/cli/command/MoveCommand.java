package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.MoveProject;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman move`.
@Command(
        name = "move",
        description = "Move a project, with its container, to another host.",
        footer = {
            "%nThe container is stopped, copied and started there; the old one is deleted when the copy works. A"
                    + " repository in a volume goes with it. One that is a folder of this host stays as your clone, and git"
                    + " copies it into a volume there. If a move is interrupted, the same command ends it.",
            "%nExamples:",
            "  repoman move web work       to the host work of the registry",
            "  repoman move web local      back to this one",
            "  repoman move web work --dry-run"
        })
public class MoveCommand implements Callable<Integer> {
    /// As `incus` calls this host.
    static final String LOCAL = "local";

    @Parameters(index = "0", paramLabel = "NAME", description = "The project, or a path in its repository.")
    String given;

    @Parameters(index = "1", paramLabel = "HOST", description = "A host of the registry, or local for this one.")
    String host;

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
    MoveProject projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName name = find.named(given);
        @Nullable String target = host.equals(LOCAL) ? null : host;
        return changes.run(new ChangeRunner.Change(
                "move " + name + " " + host,
                name,
                () -> projects.plan(name, target),
                Applier.OnFailure.UNDO,
                yes ? null : "move " + name + " to " + (target == null ? "this host" : host) + "?",
                name + " is on " + (target == null ? "this host" : target),
                dryRun.on));
    }
}
