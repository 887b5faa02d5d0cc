package dev.repoman.cli;

import dev.repoman.apply.ApplyListener;
import dev.repoman.plan.Action;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A plan as it is carried out: on a terminal a line that turns into a tick with its time, else plain lines.
final class ProgressView implements ApplyListener {
    private static final String CLEAR_LINE = "\r\033[K";

    private final PlanView plans;
    private final PrintWriter err;
    private final Style style;
    private final int columns;
    private final boolean quiet;
    private final String indent;

    /// @param columns of the terminal that `err` is; 0 where it is none
    /// @param indent before each line
    ProgressView(PlanView plans, PrintWriter err, Style style, int columns, boolean quiet, String indent) {
        this.plans = plans;
        this.err = err;
        this.style = style;
        this.columns = columns;
        this.quiet = quiet;
        this.indent = indent;
    }

    @Override
    public void started(Action action) {
        Interruption.during(plans.describe(action));
        live(plans.describe(action) + " …");
    }

    @Override
    public void progress(Action action, String text) {
        live(plans.describe(action) + " … " + text);
    }

    /// A line to be written over by the next one; cut to the terminal's width, since one that wraps cannot be.
    private void live(String text) {
        if (columns > 0 && !quiet) {
            String line = indent + "  " + text;
            int most = line.offsetByCodePoints(0, Math.min(line.codePointCount(0, line.length()), columns - 1));
            err.print(CLEAR_LINE + line.substring(0, most));
            err.flush();
        }
    }

    @Override
    public void done(Action action, Duration took) {
        Interruption.done(plans.describe(action));
        line(style.good("✓"), plans.describe(action) + style.faint(time(took)));
    }

    @Override
    public void warned(Action action, String what) {
        // also where only what went wrong is wanted
        err.println((columns > 0 ? CLEAR_LINE : "") + indent + style.warn("!") + " " + what);
        err.flush();
    }

    @Override
    public void failed(Action action) {
        line(style.bad("✗"), plans.describe(action));
    }

    @Override
    public void undone(String what) {
        line(style.warn("↶"), "took back " + what);
    }

    @Override
    public void left(String what, @Nullable String why) {
        String text = (why == null ? "kept " : "could not take back ") + what + (why == null ? "" : ": " + why);
        line(style.warn("!"), text);
    }

    private void line(String mark, String text) {
        if (!quiet) {
            err.println((columns > 0 ? CLEAR_LINE : "") + indent + mark + " " + text);
            err.flush();
        }
    }

    private static String time(Duration took) {
        return took.toMillis() < 100 ? "" : String.format(Locale.ROOT, "  %.1f s", took.toMillis() / 1000.0);
    }
}
