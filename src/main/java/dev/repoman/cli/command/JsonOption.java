package dev.repoman.cli.command;

import picocli.CommandLine.Option;

/// `--json`, for the commands that have something to read. [Main] passes it on to the [Session] before the
/// command runs, because it applies to errors too.
public class JsonOption {
    public static final String NAME = "--json";

    @Option(names = NAME, order = 91, description = "Print one JSON document.")
    boolean on;
}
