package dev.repoman.cli.console;

import java.io.PrintWriter;
import java.util.List;

/// The last lines of a terminal, drawn again and again in their place. The cursor stays at the end of the
/// last one. What is printed in between has to be printed above: [#clear] first, [#show] again after it.
public final class LiveBlock {
    private final PrintWriter out;
    private int drawn;

    public LiveBlock(PrintWriter out) {
        this.out = out;
    }

    /// Replaces the previous lines with these.
    ///
    /// @param lines each narrower than the terminal: one that wraps could not be redrawn
    public void show(List<String> lines) {
        if (lines.isEmpty()) {
            clear();
            return;
        }
        out.print(back() + String.join("\n", lines));
        out.flush();
        drawn = lines.size();
    }

    public void clear() {
        if (drawn > 0) {
            out.print(back());
            out.flush();
            drawn = 0;
        }
    }

    private String back() {
        return drawn > 1 ? "\r\033[" + (drawn - 1) + "A\033[J" : "\r\033[K";
    }
}
