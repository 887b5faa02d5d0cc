package dev.repoman.cli.command;

import picocli.CommandLine.Option;

/// `-n`, as of ssh.
public class NoInputOption {
    @Option(
            names = {"-n", "--no-input"},
            order = 2,
            description = "Do not pass standard input on, for loops that read their own lines.")
    boolean on;
}
