package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;

/// The standard streams, always in UTF-8: the C locale of a cron job must not turn names into question marks.
final class Streams {
    private Streams() {}

    static PrintWriter out() {
        return new PrintWriter(System.out, true, UTF_8);
    }

    static PrintWriter err() {
        return new PrintWriter(System.err, true, UTF_8);
    }
}
