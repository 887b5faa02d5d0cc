package dev.repoman.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/// The standard streams while it is open: what was printed, apart.
public final class Capture implements AutoCloseable {
    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Capture() {}

    public static Capture start() {
        Capture capture = new Capture();
        System.setOut(new PrintStream(capture.out, true, UTF_8));
        System.setErr(new PrintStream(capture.err, true, UTF_8));
        return capture;
    }

    public String out() {
        return out.toString(UTF_8);
    }

    public String err() {
        return err.toString(UTF_8);
    }

    @Override
    public void close() {
        System.setOut(outBefore);
        System.setErr(errBefore);
    }
}
