package dev.repoman.cli;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.host.Guardian;
import dev.repoman.project.IncusProject;
import dev.repoman.usecase.BuildImage;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman guard-builder`, hidden: started by `image build` and `doctor`, it waits for the end of its input. An end
/// without a message means that it was killed; then it deletes the container.
@Command(name = Guardian.BUILDER, hidden = true, description = "Delete the container of a build that was killed.")
public class GuardBuilderCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROJECT", description = "The Incus project.")
    String project;

    @Parameters(index = "1", paramLabel = "CONTAINER", description = "The builder.")
    String builder;

    @Inject
    BuildImage images;

    @Override
    public Integer call() throws IOException {
        if (System.in.read() < 0) {
            images.removeBuilder(IncusProject.parse(project), builder);
        }
        return ExitCode.OK.code;
    }
}
