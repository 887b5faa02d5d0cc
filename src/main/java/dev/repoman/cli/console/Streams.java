package dev.repoman.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/// The standard streams, always in UTF-8: the C locale of a cron job must not turn names into question marks.
/// Only text, lines and the colours of [Style] reach a terminal through them.
public final class Streams {
    private Streams() {}

    public static PrintWriter out() {
        return new Clean(System.out);
    }

    public static PrintWriter err() {
        return new Clean(System.err);
    }

    /// For code that draws on a terminal, and cleans its output itself.
    public static PrintWriter drawing() {
        return new PrintWriter(System.err, true, UTF_8);
    }

    private static final class Clean extends PrintWriter {
        Clean(OutputStream to) {
            super(to, true, UTF_8);
        }

        @Override
        public void print(@Nullable String text) {
            super.print(Printable.lines(String.valueOf(text)));
        }

        @Override
        public void println(@Nullable String text) {
            super.println(Printable.lines(String.valueOf(text)));
        }

        @Override
        public void println(@Nullable Object text) {
            println(String.valueOf(text));
        }
    }
}
