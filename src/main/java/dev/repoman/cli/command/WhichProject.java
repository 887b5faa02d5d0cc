package dev.repoman.cli.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// The NAME of commands that are about one project; [dev.repoman.usecase.FindProject] says which that is.
public class WhichProject {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The project, or a path in its repository (default: where you stand).")
    @Nullable
    String given;
}
