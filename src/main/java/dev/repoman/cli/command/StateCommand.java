package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.plan.life.StatePlanner.Wanted;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.ChangeState;
import dev.repoman.usecase.FindProject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `start`, `stop` and `restart` share: one project after the other, the others too if one fails.
abstract class StateCommand implements Callable<Integer> {
    private final Wanted wanted;
    private final String word;
    private final String done;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "The projects, or paths in their repositories (default: where you stand).")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", order = 1, description = "Every project.")
    boolean all;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    ChangeState projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Inject
    ErrorView errors;

    /// @param done for example `is running`
    StateCommand(Wanted wanted, String word, String done) {
        this.wanted = wanted;
        this.word = word;
        this.done = done;
    }

    @Override
    public Integer call() {
        List<ProjectName> chosen = chosen();
        if (chosen.size() == 1) {
            return run(chosen.getFirst());
        }
        int worst = ExitCode.OK.code;
        for (ProjectName name : chosen) {
            try {
                run(name);
            } catch (RepomanException e) {
                ExitCode exit = ExitCode.of(e.fault());
                errors.say(Streams.err(), exit, name + ": " + e.what(), e.hint(), false);
                worst = Math.max(worst, exit.code);
            }
        }
        return worst;
    }

    private List<ProjectName> chosen() {
        if (all && !names.isEmpty()) {
            throw new RepomanException(
                    Fault.USAGE, "name projects or use --all, not both", "repoman " + word + " NAME, or --all");
        }
        if (json.on && (all || names.size() > 1)) {
            throw new RepomanException(
                    Fault.USAGE, "--json prints one document, about one project", "name one project");
        }
        if (all) {
            return projects.all();
        }
        return names.isEmpty()
                ? List.of(find.named(null))
                : names.stream().map(find::named).distinct().toList();
    }

    private int run(ProjectName name) {
        return changes.run(new ChangeRunner.Change(
                word + " " + name,
                name,
                () -> projects.plan(name, wanted),
                Applier.OnFailure.KEEP,
                null,
                name + " " + done,
                dryRun.on));
    }
}
