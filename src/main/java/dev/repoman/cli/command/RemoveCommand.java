package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.RemoveProject;
import dev.repoman.usecase.fork.LandFork;
import jakarta.inject.Inject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman remove`.
@Command(
        name = "remove",
        description =
                "Remove a project's container and its registry entry; the repository is kept, but for that of a fork"
                        + " whose work is landed.",
        footer = {
            "%nExamples:",
            "  repoman remove demo",
            "  repoman remove demo --yes     in scripts",
            "  repoman remove demo --purge-hermes"
        })
public class RemoveCommand implements Callable<Integer> {
    @Mixin
    WhichProject which;

    @Option(
            names = {"-y", "--yes"},
            order = 1,
            description = "Do not ask.")
    boolean yes;

    @Option(names = "--purge-hermes", order = 2, description = "Also delete its hermes data: sessions, memories, keys.")
    boolean purgeHermes;

    @Option(
            names = "--purge-volume",
            order = 3,
            description = "Also delete the repository of a sealed project, with commits that were never fetched.")
    boolean purgeVolume;

    @Option(
            names = "--force",
            order = 4,
            description = "Also delete the repository of a fork if it has work that was never landed.")
    boolean force;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    RemoveProject projects;

    @Inject
    LandFork forks;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        return changes.run(new ChangeRunner.Change(
                "remove " + name,
                name,
                () -> projects.plan(name, purgeHermes, purgeVolume, forks.copy(name), force),
                Applier.OnFailure.KEEP,
                yes
                        ? null
                        : "remove " + name + (purgeHermes ? " and all its hermes data" : "")
                                + (purgeVolume || force ? " and its repository" : "") + "?",
                name + " is removed",
                dryRun.on));
    }
}
