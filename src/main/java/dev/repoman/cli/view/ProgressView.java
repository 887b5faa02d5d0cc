package dev.repoman.cli.view;

import dev.repoman.apply.ApplyListener;
import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.LiveLine;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Width;
import dev.repoman.cli.console.Wrap;
import dev.repoman.plan.Action;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The progress of a plan: on a terminal a live line that becomes a tick with its time, otherwise plain
/// lines. Of actions that are carried out side by side, the live line shows the first.
public final class ProgressView implements ApplyListener {
    private final PlanView plans;
    private final Style style;
    private final IntSupplier columns;
    private final boolean quiet;
    private final String indent;
    private final LiveLine live;
    private final Set<Action> running = new LinkedHashSet<>();

    /// @param columns of the terminal `err`; 0 if it is not a terminal
    /// @param indent before each line
    public ProgressView(
            PlanView plans, PrintWriter err, Style style, IntSupplier columns, boolean quiet, String indent) {
        this.plans = plans;
        this.style = style;
        this.columns = columns;
        this.quiet = quiet;
        this.indent = indent;
        this.live = new LiveLine(err, quiet ? () -> 0 : columns, style, indent);
    }

    @Override
    public synchronized void started(Action action) {
        running.add(action);
        Interruption.during(plans.describe(action));
        if (action instanceof Action.CloneRepository clone && clone.prompts()) {
            // git may ask for a password: nothing may overwrite its question
            line(style.faint("·"), plans.describe(action));
        } else {
            show();
        }
    }

    private void show() {
        if (running.isEmpty()) {
            live.end();
        } else {
            int more = running.size() - 1;
            live.begin(plans.describe(running.iterator().next()) + (more == 0 ? "" : ", and " + more + " more"));
        }
    }

    @Override
    public synchronized void progress(Action action, String text) {
        if (running.isEmpty() || running.iterator().next().equals(action)) {
            live.progress(text);
        }
    }

    @Override
    public synchronized void output(Action action, String line) {
        if (!quiet) {
            live.say(style.faint("  │ ") + Printable.text(line));
        }
    }

    @Override
    public synchronized void done(Action action, Duration took) {
        Interruption.done(plans.describe(action));
        running.remove(action);
        live.end();
        line(style.good("✓"), plans.describe(action), time(took));
        show();
    }

    @Override
    public synchronized void warned(Action action, String what) {
        // also with --quiet
        live.say(style.warn("!") + " " + Printable.text(what));
    }

    @Override
    public synchronized void failed(Action action) {
        running.remove(action);
        live.end();
        line(style.bad("✗"), plans.describe(action));
        show();
    }

    @Override
    public synchronized void undone(String what) {
        line(style.warn("↶"), "rolled back " + Printable.text(what));
    }

    @Override
    public synchronized void left(String what, @Nullable String why) {
        String text = (why == null ? "kept " : "could not roll back ") + what + (why == null ? "" : ": " + why);
        line(style.warn("!"), Printable.text(text));
    }

    private void line(String mark, String text) {
        line(mark, text, "");
    }

    /// @param after what stands behind the text, never broken
    private void line(String mark, String text, String after) {
        if (quiet) {
            return;
        }
        int width = columns.getAsInt() - indent.length() - 2;
        List<String> lines = width > 0 ? Wrap.lines(text, width) : List.of(text);
        boolean fits = width <= 0 || Width.of(lines.getLast() + after) <= width;
        String below = "\n" + indent + "  ";
        live.say(mark + " " + String.join(below, lines) + (fits ? "" : below)
                + style.faint(fits ? after : after.strip()));
    }

    private static String time(Duration took) {
        return took.toMillis() < 100 ? "" : String.format(Locale.ROOT, "  %.1f s", took.toMillis() / 1000.0);
    }
}
