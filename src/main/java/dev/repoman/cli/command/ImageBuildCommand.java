package dev.repoman.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Streams;
import dev.repoman.hermes.Recipe;
import dev.repoman.plan.image.BuildRequest;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Fault;
import dev.repoman.project.ImageRef;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.BuildImage;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman image build`.
@Command(
        name = "build",
        description = "Build the image that repoman new --hermes creates containers from.",
        footer = {
            "%nThe installer runs as root inside a temporary container. Afterwards"
                    + " hermes --version must run for every user.",
            "%nExamples:",
            "  repoman image build hermes",
            "  repoman image build hermes --from images:debian/13/cloud",
            "  repoman image build hermes --show-installer > mine.sh",
            "  repoman image build hermes --installer mine.sh"
        })
public class ImageBuildCommand implements Callable<Integer> {
    /// The agents that images are built for.
    enum Agent {
        HERMES
    }

    /// One build at a time; a builder that exists while the lock is held was left by an interrupted build.
    private static final ProjectName LOCK = new ProjectName("repoman-build-hermes");

    @Parameters(paramLabel = "AGENT", description = "The agent: hermes.")
    Agent agent;

    @Option(
            names = "--from",
            order = 1,
            paramLabel = "IMAGE",
            description = "Build on this image (default: defaults.default_image).")
    @Nullable
    String from;

    @Option(
            names = "--installer",
            order = 2,
            paramLabel = "FILE",
            description = "Run this installer instead of the built-in one.")
    @Nullable
    String installer;

    @Option(names = "--show-installer", order = 3, description = "Print the built-in installer and exit.")
    boolean show;

    @Option(
            names = "--alias",
            order = 4,
            paramLabel = "ALIAS",
            description = "Name of the image (default: ${DEFAULT-VALUE}).")
    String alias = Hermes.IMAGE;

    @Option(
            names = "--timeout",
            order = 5,
            paramLabel = "SECONDS",
            description = "Time limit for the installer (default: ${DEFAULT-VALUE}).")
    int seconds = 3600;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    BuildImage images;

    @Inject
    ChangeRunner changes;

    @Override
    public Integer call() {
        if (show) {
            PrintWriter out = Streams.out();
            out.print(new String(Recipe.BUILT_IN.script().toArray(), UTF_8));
            out.flush();
            return ExitCode.OK.code;
        }
        check();
        Recipe recipe = installer == null ? Recipe.BUILT_IN : Recipe.of(Path.of(installer));
        BuildRequest request = new BuildRequest(
                from == null ? null : ImageRef.parse(from), recipe.origin(), recipe.script(), alias, seconds);
        return changes.run(new ChangeRunner.Change(
                "image build hermes",
                LOCK,
                () -> images.plan(request),
                Applier.OnFailure.UNDO,
                null,
                "the image " + alias + " is ready: repoman new NAME --hermes"
                        + (alias.equals(Hermes.IMAGE) ? "" : " --image " + alias),
                dryRun.on));
    }

    private void check() {
        if (!alias.matches("[A-Za-z0-9][A-Za-z0-9._/-]*")) {
            throw new RepomanException(
                    Fault.USAGE,
                    "invalid alias \"" + alias + "\"",
                    "an alias has letters, digits, dots, hyphens, underscores and slashes");
        }
        if (seconds < 1) {
            throw new RepomanException(
                    Fault.USAGE, "--timeout needs a number of seconds above 0", "for one hour: --timeout 3600");
        }
    }
}
