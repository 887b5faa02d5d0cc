package dev.repoman.cli;

import dev.repoman.apply.TreeKeeper;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.host.Guardian;
import dev.repoman.project.IncusProject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman guard-frozen`, hidden: started by commands that freeze containers, it waits for the end of its
/// input. An end without a message means that the run was killed; then it thaws the containers.
@Command(name = Guardian.FROZEN, hidden = true, description = "Thaw the containers of a run that was killed.")
public class GuardFrozenCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROJECT", description = "The Incus project.")
    String project;

    @Parameters(index = "1..*", paramLabel = "CONTAINER", description = "The containers.")
    List<String> containers = new ArrayList<>();

    @Inject
    TreeKeeper trees;

    @Override
    public Integer call() throws IOException {
        if (System.in.read() < 0) {
            trees.thaw(IncusProject.parse(project), containers);
        }
        return ExitCode.OK.code;
    }
}
