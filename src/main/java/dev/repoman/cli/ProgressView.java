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
    private final boolean live;
    private final boolean quiet;
    private final String indent;

    /// @param live whether `err` is a terminal
    ProgressView(PlanView plans, PrintWriter err, Style style, boolean live, boolean quiet) {
        this(plans, err, style, live, quiet, "");
    }

    /// @param indent before each line
    ProgressView(PlanView plans, PrintWriter err, Style style, boolean live, boolean quiet, String indent) {
        this.indent = indent;
        this.plans = plans;
        this.err = err;
        this.style = style;
        this.live = live;
        this.quiet = quiet;
    }

    @Override
    public void started(Action action) {
        Interruption.during(plans.describe(action));
        if (live && !quiet) {
            err.print(indent + "  " + plans.describe(action) + " …");
            err.flush();
        }
    }

    @Override
    public void progress(Action action, String text) {
        if (live && !quiet) {
            err.print(CLEAR_LINE + indent + "  " + plans.describe(action) + " … " + style.faint(text));
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
        line(style.warn("!"), what);
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
            err.println((live ? CLEAR_LINE : "") + indent + mark + " " + text);
            err.flush();
        }
    }

    private static String time(Duration took) {
        return took.toMillis() < 100 ? "" : String.format(Locale.ROOT, "  %.1f s", took.toMillis() / 1000.0);
    }
}
