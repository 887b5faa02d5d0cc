package dev.repoman.cli;

import jakarta.inject.Inject;
import picocli.CommandLine.Option;

/// `--json`, for the commands that have something to read.
public class JsonOption {
    @Inject
    Session session;

    @Option(names = "--json", description = "Print one JSON document.")
    void json(boolean on) {
        session.json(on);
    }
}
