package dev.repoman.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The last line of a terminal, rewritten while something is in progress: what it is, how far it is, and a
/// spinner. Without a terminal it shows nothing.
///
/// The terminal's width is read when each step starts: reading it starts a program, which is too slow for ten
/// redraws a second, and a window is seldom resized during a step.
public final class LiveLine implements AutoCloseable {
    private static final String TURNS = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    /// A shorter wait is over before it can be read.
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final long TURN_MILLIS = 100;
    private static final int BAR = 20;
    private static final int UNKNOWN = -1;
    /// As Incus reports it: `download rootfs: 42% (12.34MB/s)`.
    private static final Pattern SHARE = Pattern.compile("(.*?):? *(\\d{1,3})%(?: \\((.*)\\))?");

    private final PrintWriter err;
    private final LiveBlock block;
    private final IntSupplier columns;
    private final Style style;
    private final String indent;
    private final long shortMillis;
    private @Nullable Thread turner;
    private String what = "";
    private String progress = "";
    private long since;
    private int width;

    /// @param columns of the terminal `err`; 0 if it is not a terminal
    /// @param indent before the line
    public LiveLine(PrintWriter err, IntSupplier columns, Style style, String indent) {
        this(err, columns, style, indent, SHORT);
    }

    /// @param brief steps shorter than this show no spinner
    public LiveLine(PrintWriter err, IntSupplier columns, Style style, String indent, Duration brief) {
        this.err = err;
        this.block = new LiveBlock(err);
        this.columns = columns;
        this.style = style;
        this.indent = indent;
        shortMillis = brief.toMillis();
    }

    /// A step starts, and is shown at once.
    public synchronized void begin(String what) {
        end();
        width = columns.getAsInt();
        if (width > 0) {
            start(what);
            draw();
        }
    }

    /// A step starts that is shown only if it takes longer; until then the terminal is not read.
    synchronized void await(String what) {
        end();
        width = UNKNOWN;
        start(what);
    }

    private void start(String what) {
        this.what = what;
        progress = "";
        since = System.nanoTime();
        turner = Thread.ofPlatform().daemon().name("live line").start(this::turn);
    }

    /// How far it is.
    public synchronized void progress(String text) {
        progress = text;
        if (turner != null && width > 0) {
            draw();
        }
    }

    /// A permanent line, above the current step.
    public synchronized void say(String line) {
        block.clear();
        err.println(indent + Printable.lines(line));
        err.flush();
        if (turner != null && width > 0) {
            draw();
        }
    }

    /// The step has ended, and is removed from the terminal.
    public synchronized void end() {
        turner = null;
        notifyAll();
        block.clear();
    }

    @Override
    public void close() {
        end();
    }

    private synchronized void turn() {
        try {
            wait(shortMillis);
            while (turner == Thread.currentThread()) {
                width = width == UNKNOWN ? columns.getAsInt() : width;
                if (width == 0) {
                    return;
                }
                draw();
                wait(TURN_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw() {
        long millis = (System.nanoTime() - since) / 1_000_000;
        int turn = (int) (millis / TURN_MILLIS % TURNS.length());
        String mark = millis < shortMillis ? " " : TURNS.substring(turn, turn + 1);
        block.show(
                List.of(line(indent + mark + " " + Printable.text(what), Printable.text(progress), width - 1, style)));
    }

    /// @param most columns; a line that wraps could not be rewritten
    static String line(String what, String progress, int most, Style style) {
        if (progress.isEmpty()) {
            return Width.fit(what + " …", most);
        }
        Matcher matcher = SHARE.matcher(progress);
        if (!matcher.matches()) {
            return Width.fit(what + " … " + progress, most);
        }
        int percent = Math.min(100, Integer.parseInt(matcher.group(2)));
        String after = " " + percent + "%" + (matcher.group(3) == null ? "" : " " + matcher.group(3));
        String name = matcher.group(1).isEmpty() ? "" : matcher.group(1) + " ";
        int free = most - Width.of(name + after) - 2;
        if (free < BAR + 10) {
            return Width.fit(what + " … " + name + after.strip(), most);
        }
        return Width.fit(what, free - BAR) + "  " + name + bar(percent / 100.0, BAR, style) + after;
    }

    public static String bar(double share, int length, Style style) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * length);
        return style.good("━".repeat(full)) + style.faint("━".repeat(length - full));
    }
}
