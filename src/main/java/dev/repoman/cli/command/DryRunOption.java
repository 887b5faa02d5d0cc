package dev.repoman.cli.command;

import picocli.CommandLine.Option;

/// `--dry-run`, for the commands that change something.
public class DryRunOption {
    @Option(
            names = {"-n", "--dry-run"},
            order = 90,
            description = "Show what would be done, without doing it.")
    public boolean on;
}
