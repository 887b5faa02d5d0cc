package dev.repoman.cli;

import dev.repoman.apply.Overview;
import dev.repoman.cli.Terminal.Stream;
import dev.repoman.incus.IncusException;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman list`.
@Command(
        name = "list",
        description = "List the projects and the state of their containers.",
        footer = {"%nExamples:", "  repoman list --wide", "  repoman list -q | xargs -n 1 repoman status"})
public class ListCommand implements Callable<Integer> {
    @Option(names = "--wide", description = "Show IPv4 addresses too.")
    boolean wide;

    @Mixin
    JsonOption json;

    @Inject
    Overview overview;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        Overview.Rows rows = overview.rows(wide);
        PrintWriter out = Streams.out();
        IncusException trouble = rows.trouble();
        if (session.json()) {
            out.println(Json.text(ListView.json(rows)));
        } else if (session.quiet()) {
            rows.rows().forEach(row -> out.println(row.name()));
        } else {
            ListView.lines(rows, wide, Instant.now(), terminal.style(Stream.OUT))
                    .forEach(out::println);
        }
        out.flush();
        if (trouble != null && !session.json()) {
            Style style = terminal.style(Stream.ERR);
            PrintWriter err = Streams.err();
            err.println(style.warn("warning:") + " " + trouble.what());
            if (trouble.hint() != null) {
                err.println(style.warn("hint:") + " " + trouble.hint());
            }
        }
        return ExitCode.OK.code;
    }
}
