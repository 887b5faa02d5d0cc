package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.SeedDifference;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.ReseedProject;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman hermes reseed`.
@Command(
        name = "reseed",
        description = "Copy what changed in the host's hermes data to a container.",
        footer = {
            "%nAsks for each file. Sessions, memories and other state are never changed, on either side.",
            "%nExamples:",
            "  repoman hermes reseed demo --dry-run            what differs",
            "  repoman hermes reseed demo --file config.yaml   this file or folder; can be repeated",
            "  repoman hermes reseed demo --yes                all of it"
        })
public class HermesReseedCommand implements Callable<Integer> {
    @Mixin
    WhichProject which;

    @Option(
            names = "--file",
            order = 1,
            paramLabel = "PATH",
            description = "Copy this file or folder; can be repeated.")
    List<String> files = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            order = 2,
            description = "Copy everything that differs, without asking.")
    boolean yes;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    ReseedProject projects;

    @Inject
    FindProject find;

    @Inject
    ChangeRunner changes;

    @Inject
    Prompt prompt;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        ProjectName name = find.named(which.given);
        return changes.run(new ChangeRunner.Change(
                "hermes reseed " + name,
                name,
                () -> plan(name),
                Applier.OnFailure.KEEP,
                null,
                name + " has the new files",
                dryRun.on));
    }

    private Plan plan(ProjectName name) {
        ReseedProject.Differences found = projects.look(name);
        if (!files.isEmpty()) {
            files.forEach(file -> checkKnown(name, file, found.differences()));
            return projects.plan(found, d -> files.stream().anyMatch(file -> isIn(d.file(), file)));
        }
        if (yes || dryRun.on) {
            return projects.plan(found, _ -> true);
        }
        PrintWriter err = Streams.err();
        Style style = terminal.style(Stream.ERR);
        found.notes().forEach(note -> err.println(style.labelled("note", note)));
        return projects.plan(
                found.told(), d -> prompt.confirm("copy " + d.describe() + "?", "--yes or --file FILE", false));
    }

    private static boolean isIn(String file, String given) {
        String plain = given.endsWith("/") ? given.substring(0, given.length() - 1) : given;
        return file.equals(plain) || file.startsWith(plain + "/");
    }

    private static void checkKnown(ProjectName name, String given, List<SeedDifference> differences) {
        if (differences.stream().noneMatch(d -> isIn(d.file(), given))) {
            throw new RepomanException(
                    Fault.USAGE,
                    given + " does not differ, or is not in hermes_seed",
                    "repoman hermes reseed " + name + " --dry-run shows what differs");
        }
    }
}
