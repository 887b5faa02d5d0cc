package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Waiting;
import dev.repoman.plan.life.RemovePlanner;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.RemoveProject;
import dev.repoman.usecase.fork.LandFork;
import dev.repoman.usecase.fork.RemoveForks;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
            "  repoman remove demo --purge-hermes",
            "  repoman remove web --forks    the forks of web whose work is landed"
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
            description = "Also delete the volume with the repository, with commits that were never fetched.")
    boolean purgeVolume;

    @Option(
            names = "--force",
            order = 4,
            description = "Also delete the repository of a fork if it has work that was never landed.")
    boolean force;

    @Option(
            names = "--forks",
            order = 5,
            description = "Remove the forks of NAME whose work is landed, and not NAME itself.")
    boolean ofFamily;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    RemoveProject projects;

    @Inject
    LandFork forks;

    @Inject
    RemoveForks families;

    @Inject
    FindProject find;

    @Inject
    Prompt prompt;

    @Inject
    Waiting waiting;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        if (ofFamily) {
            return forks(name);
        }
        boolean all = force || !yes && !dryRun.on && prompt.canAsk() && unlandedIsTyped(name);
        return changes.run(new ChangeRunner.Change(
                "remove " + name,
                name,
                () -> projects.plan(name, purgeHermes, purgeVolume, forks.copy(name), all),
                Applier.OnFailure.KEEP,
                yes
                        ? null
                        : "remove " + name + (purgeHermes ? " and all its hermes data" : "")
                                + (purgeVolume || all ? " and its repository" : "") + "?",
                name + " is removed",
                dryRun.on));
    }

    /// Work that was never landed goes only if somebody writes whose.
    private boolean unlandedIsTyped(ProjectName name) {
        RemovePlanner.Copy copy = waiting.during("comparing", () -> forks.copy(name));
        if (copy == null || copy.unlanded().isEmpty()) {
            return false;
        }
        String shown = forks.pair(name).fork().shown();
        return prompt.typed(
                "only in " + shown + ": " + copy.unlanded() + "\ntype " + shown
                        + " to delete that too, or press Enter to keep its folder: ",
                shown);
    }

    private int forks(ProjectName parent) {
        if (purgeVolume) {
            throw new RepomanException(
                    Fault.USAGE, "--forks and --purge-volume do not go together", "a fork has no volume");
        }
        List<ProjectName> names = families.of(parent);
        return changes.run(new ChangeRunner.Change(
                "remove --forks " + parent,
                Stream.concat(Stream.of(parent), names.stream()).toList(),
                () -> families.plan(names, purgeHermes, force),
                Applier.OnFailure.KEEP,
                yes ? null : "remove the forks of " + parent + (force ? ", landed or not" : " that are landed") + "?",
                "forks of " + parent + " are removed",
                dryRun.on));
    }
}
