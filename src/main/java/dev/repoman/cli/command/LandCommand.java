package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.Prompt;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.project.HostUser;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.fork.LandFork;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman land`.
@Command(
        name = "land",
        description = "Bring the commits of a fork to a branch of its parent.",
        footer = {
            "%nThe branch is created, or moved forward; working tree and index of the parent stay as they are. Merging is"
                    + " git's. Nothing that the fork configures is run, and its objects are checked.",
            "%nExamples:",
            "  repoman land web.fix-login                       as fork/fix-login",
            "  repoman land fix-login --branch fix              in the repository of web",
            "  repoman land web.fix-login --with-uncommitted"
        })
public class LandCommand implements Callable<Integer> {
    @Mixin
    WhichProject which;

    @Option(names = "--branch", order = 1, paramLabel = "BRANCH", description = "The branch (default: fork/TASK).")
    @Nullable
    String branch;

    @Option(
            names = "--with-uncommitted",
            order = 2,
            negatable = true,
            description = "Land what is not committed too, as one more commit (default: ask on a terminal, else no).")
    @Nullable
    Boolean uncommitted;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    LandFork forks;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Inject
    Prompt prompt;

    @Inject
    HostUser user;

    @Override
    public Integer call() {
        LandFork.Pair pair = forks.pair(find.named(which.given));
        String to = branch == null ? "fork/" + pair.fork().task() : branch;
        boolean all = uncommitted == null ? !dryRun.on && asked(pair) : uncommitted;
        return changes.run(new ChangeRunner.Change(
                "land " + pair.fork().shown(),
                List.of(pair.parent().name(), pair.fork().name()),
                () -> forks.plan(pair, to, all),
                Applier.OnFailure.UNDO,
                null,
                pair.fork().shown() + " is landed; to merge it into the branch where "
                        + pair.parent().name() + " stands: git merge " + to,
                dryRun.on));
    }

    private boolean asked(LandFork.Pair pair) {
        if (!prompt.canAsk()) {
            return false;
        }
        ForkState state = forks.state(pair);
        String files = state.uncommitted();
        return !files.isEmpty()
                && !state.filesLanded()
                && prompt.confirm(
                        "not committed in " + pair.fork().shown() + ": " + files + "; land that too, as a commit?",
                        "--with-uncommitted",
                        false);
    }
}
