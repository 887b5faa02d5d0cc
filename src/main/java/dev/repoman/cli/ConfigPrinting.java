package dev.repoman.cli;

import dev.repoman.apply.Configuration;
import dev.repoman.cli.Terminal.Stream;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;

/// What the commands of `config` that print something share.
abstract class ConfigPrinting implements Callable<Integer> {
    @Inject
    Configuration configuration;

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
