package dev.repoman.cli.view;

import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.LiveBlock;
import dev.repoman.cli.console.LiveLine;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Width;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.backup.SyncListener;
import dev.repoman.usecase.backup.SyncOutcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/// A bar for each running project and one for all of them, redrawn in place. Lines about finished projects
/// are printed above them.
public final class SyncProgress implements SyncListener {
    private static final long REDRAW_NANOS = 80_000_000;
    private static final int BAR = 24;
    /// The longest text beside a bar: the name, `100% of 999.9 GB`.
    private static final int BESIDE = 50;
    private static final int NAME = 24;

    /// The state of a running project; `of` is 0 until the look has ended.
    private record Bar(long bytes, long of, int percent) {}

    private final LiveBlock block;
    private final Style style;
    private final String verb;
    private final IntSupplier columns;
    private final Consumer<String> note;
    private final Consumer<SyncOutcome> say;
    private final Map<ProjectName, Bar> bars = new LinkedHashMap<>();
    private int projects;
    private int done;
    private int width;
    private long drawnAt;

    /// @param verb what is done: `sync`, `restore`
    /// @param columns of the terminal `err`, read as each project starts or ends; 0 for no bars
    /// @param note prints what the user should know before it continues
    /// @param say prints the line about a finished project
    public SyncProgress(
            PrintWriter err,
            Style style,
            String verb,
            IntSupplier columns,
            Consumer<String> note,
            Consumer<SyncOutcome> say) {
        this.block = new LiveBlock(err);
        this.style = style;
        this.verb = verb;
        this.columns = columns;
        this.note = note;
        this.say = say;
    }

    @Override
    public synchronized void begun(List<ProjectName> all) {
        projects = all.size();
    }

    @Override
    public synchronized void started(ProjectName name) {
        bars.put(name, new Bar(0, 0, -1));
        tellInterruption();
        draw(true);
    }

    /// What Ctrl-C reports as running.
    private void tellInterruption() {
        if (bars.isEmpty()) {
            return;
        }
        Interruption.during(verb + " "
                + String.join(
                        ", ", bars.keySet().stream().map(ProjectName::value).toList()));
    }

    @Override
    public synchronized void noted(ProjectName name, String text) {
        block.clear();
        note.accept(name + ": " + text);
        draw(true);
    }

    @Override
    public synchronized void looked(ProjectName name, MirrorCounts would) {
        bars.put(name, new Bar(0, would.bytes(), -1));
        draw(true);
    }

    @Override
    public synchronized void progress(ProjectName name, long bytes, int percent) {
        Bar bar = bars.getOrDefault(name, new Bar(0, 0, -1));
        bars.put(name, new Bar(bytes, bar.of(), percent));
        draw(false);
    }

    @Override
    public synchronized void ended(SyncOutcome outcome) {
        bars.remove(outcome.name());
        Interruption.done(verb + " " + outcome.name());
        tellInterruption();
        done++;
        block.clear();
        say.accept(outcome);
        draw(true);
    }

    private void draw(boolean atOnce) {
        long now = System.nanoTime();
        if (atOnce) {
            width = columns.getAsInt();
        }
        if (width == 0 || !atOnce && now - drawnAt < REDRAW_NANOS) {
            return;
        }
        drawnAt = now;
        List<String> lines = new ArrayList<>();
        bars.forEach((name, bar) -> lines.add("  " + shown(name) + " " + text(bar)));
        if (projects > 1 && done < projects) {
            lines.add("  " + style.faint(done + " of " + projects + " projects"));
        }
        block.show(lines);
    }

    private String text(Bar bar) {
        if (bar.of() == 0 && bar.percent() < 0) {
            return bar.bytes() == 0 ? style.faint("looking …") : Amount.bytes(bar.bytes());
        }
        double share = Math.min(1, bar.of() == 0 ? bar.percent() / 100.0 : (double) bar.bytes() / bar.of());
        String total = bar.of() == 0 ? "% (" + Amount.bytes(bar.bytes()) + ")" : "% of " + Amount.bytes(bar.of());
        // a line that wraps could not be rewritten
        int length = Math.clamp(width - BESIDE, 0, BAR);
        return LiveLine.bar(share, length, style) + " " + Math.round(share * 100) + total;
    }

    private static String shown(ProjectName name) {
        return Width.fit(name.value(), NAME);
    }
}
