package dev.repoman.cli.command.config;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.view.Json;
import dev.repoman.usecase.ShowConfig;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/// Shared by the commands of `config` that print something.
abstract class ConfigPrinting implements Callable<Integer> {
    @Inject
    ShowConfig configuration;

    @Inject
    Json documents;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    abstract void print(PrintWriter out, Style style);

    @Override
    public final Integer call() {
        PrintWriter out = Streams.out();
        print(out, terminal.style(Stream.OUT));
        out.flush();
        return ExitCode.OK.code;
    }
}
