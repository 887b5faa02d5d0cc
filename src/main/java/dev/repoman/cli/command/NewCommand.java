package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.project.GitUrl;
import dev.repoman.project.ImageRef;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.NewProject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman new`.
@Command(
        name = "new",
        description = "Give a repository its own container.",
        footer = {
            "%nExamples:",
            "  repoman new demo                      ~/repos/demo, created if missing",
            "  repoman new demo --clone URL          the same, cloned",
            "  repoman new web --repo site --image images:debian/13/cloud",
            "  repoman new bot --hermes              with an agent; see repoman image build --help"
        })
public class NewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the project and of its container.")
    String name;

    @Option(
            names = "--repo",
            order = 1,
            paramLabel = "DIR",
            description = "Folder below defaults.repos_root (default: NAME).")
    @Nullable
    String repo;

    @Option(names = "--clone", order = 2, paramLabel = "URL", description = "Clone this into the folder.")
    @Nullable
    String cloneUrl;

    @Option(
            names = "--image",
            order = 3,
            paramLabel = "IMAGE",
            description = "images:ALIAS, or ALIAS of a local image (default: defaults.default_image).")
    @Nullable
    String image;

    @Option(
            names = "--profile",
            order = 4,
            paramLabel = "PROFILE",
            description = "Use this profile instead of defaults.profiles; can be repeated.")
    List<String> profiles = new ArrayList<>();

    @Option(
            names = "--llm",
            order = 5,
            negatable = true,
            description = "With or without the model daemon, profile llm-share (default: defaults.llm.enabled).")
    @Nullable
    Boolean llm;

    @Option(
            names = "--hermes",
            order = 6,
            negatable = true,
            description = "With or without its own hermes (default: defaults.llm.hermes_default).")
    @Nullable
    Boolean hermes;

    @Option(names = "--no-backup", order = 7, description = "Exclude it from sync --all.")
    boolean noBackup;

    @Option(names = "--keep-failed", order = 8, description = "Keep what was created if something fails.")
    boolean keepFailed;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    NewProject projects;

    @Inject
    ChangeRunner changes;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        ProjectName project = new ProjectName(name);
        NewRequest request = new NewRequest(
                project,
                repo,
                cloneUrl == null ? null : GitUrl.parse(cloneUrl),
                image == null ? null : ImageRef.parse(image),
                profiles,
                llm,
                hermes,
                !noBackup,
                terminal.isTerminal(Stream.IN) && !json.on);
        return changes.run(new ChangeRunner.Change(
                "new " + name,
                project,
                () -> projects.plan(request),
                keepFailed ? Applier.OnFailure.KEEP : Applier.OnFailure.UNDO,
                null,
                name + " is ready: repoman shell " + name,
                dryRun.on));
    }
}
