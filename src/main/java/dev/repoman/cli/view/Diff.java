package dev.repoman.cli.view;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.repoman.cli.console.Style;
import java.util.ArrayList;
import java.util.List;

/// Two texts as `diff -u` shows them.
public final class Diff {
    private static final int CONTEXT = 3;

    private Diff() {}

    /// @param name of the file, shown for both
    /// @return no lines where the texts are the same
    public static List<String> lines(String name, String before, String after) {
        List<String> old = split(before);
        List<String> diff =
                UnifiedDiffUtils.generateUnifiedDiff(name, name, old, DiffUtils.diff(old, split(after)), CONTEXT);
        // the marker of split() is a separate line
        return diff.stream().flatMap(String::lines).toList();
    }

    /// Lines keep their line endings, so a last line without a newline differs from one with it.
    private static List<String> split(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        String rest = lines.removeLast();
        if (!rest.isEmpty()) {
            lines.add(rest + "\n\\ No newline at end of file");
        }
        return lines;
    }

    public static String paint(String line, Style style) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return style.strong(line);
        }
        if (line.startsWith("@@")) {
            return style.faint(line);
        }
        return line.startsWith("+") ? style.good(line) : line.startsWith("-") ? style.bad(line) : line;
    }
}
