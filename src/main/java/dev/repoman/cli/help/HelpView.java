package dev.repoman.cli.help;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Width;
import dev.repoman.cli.console.Wrap;
import dev.repoman.cli.help.HelpPage.Entry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/// `--help`, as wide as the terminal, up to a readable width. It replaces picocli's own text, which breaks
/// paths in the middle and moves examples to the left margin.
@ApplicationScoped
public class HelpView {
    /// Longer lines are hard to read.
    private static final int WIDEST = 100;

    private static final int NARROWEST = 40;
    /// The width of a label, beyond which its explanation starts on the next line.
    private static final int LABELS = 26;

    private final Terminal terminal;

    public HelpView(Terminal terminal) {
        this.terminal = terminal;
    }

    public String text(CommandSpec spec) {
        return text(HelpPage.of(spec), terminal.columns(Terminal.Stream.OUT), terminal.style(Terminal.Stream.OUT));
    }

    static String text(HelpPage page, int columns, Style style) {
        int width = Math.clamp(columns, NARROWEST, WIDEST);
        List<String> lines = new ArrayList<>(hanging("Usage: " + page.name() + " ", page.synopsis(), width).stream()
                .map(line -> line.replaceFirst("^Usage:", style.strong("Usage:")))
                .toList());
        lines.add("");
        page.description().forEach(line -> lines.addAll(Wrap.lines(line, width)));
        section(lines, "Commands:", page.commands(), width, style);
        section(lines, "Arguments:", page.arguments(), width, style);
        section(lines, "Options:", page.options(), width, style);
        section(lines, "Common options:", page.common(), width, style);
        for (String note : page.notes()) {
            lines.add("");
            lines.addAll(Wrap.lines(note, width));
        }
        examples(lines, page.examples(), width, style);
        List<Entry> codes = Arrays.stream(ExitCode.values())
                .map(code -> new Entry(String.format(Locale.ROOT, "%3d", code.code), code.meaning))
                .toList();
        section(lines, "Exit codes:", codes, width, style);
        return String.join("\n", lines) + "\n";
    }

    private static void section(List<String> lines, String heading, List<Entry> entries, int width, Style style) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.strong(heading));
        int column = 4 + labels(entries.stream(), Math.min(LABELS, width / 3));
        for (Entry entry : entries) {
            lines.addAll(entry("  ", entry, column, width));
        }
    }

    private static void examples(List<String> lines, List<Entry> examples, int width, Style style) {
        if (examples.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.strong("Examples:"));
        int column = 4 + labels(examples.stream().filter(e -> !e.text().isEmpty()), width);
        int said = examples.stream().mapToInt(e -> Width.of(e.text())).max().orElse(0);
        // explanations are placed beside them if all fit, otherwise above each
        boolean beside = column + said <= width;
        for (Entry example : examples) {
            if (beside || example.text().isEmpty()) {
                lines.addAll(entry("  ", example, column, width));
            } else {
                Wrap.lines("# " + example.text(), width - 2).forEach(line -> lines.add("  " + style.faint(line)));
                lines.addAll(command("  ", example.label(), width));
            }
        }
    }

    /// A command that is too long continues in the next line as a shell accepts it.
    private static List<String> command(String indent, String command, int width) {
        List<String> lines = new ArrayList<>();
        List<String> parts = Wrap.lines(command, width - indent.length() - 2);
        for (int i = 0; i < parts.size(); i++) {
            lines.add(indent + (i == 0 ? "" : "    ") + parts.get(i) + (i < parts.size() - 1 ? " \\" : ""));
        }
        return lines;
    }

    private static int labels(Stream<Entry> entries, int most) {
        return entries.mapToInt(e -> Width.of(e.label()))
                .filter(w -> w <= most)
                .max()
                .orElse(0);
    }

    private static List<String> entry(String indent, Entry entry, int column, int width) {
        if (entry.text().isEmpty()) {
            return command(indent, entry.label(), width);
        }
        String label = indent + entry.label();
        int free = column - Width.of(label);
        if (free >= 2) {
            return hanging(label + " ".repeat(free), entry.text(), width);
        }
        List<String> lines = new ArrayList<>(List.of(label));
        Wrap.lines(entry.text(), width - column).forEach(line -> lines.add(" ".repeat(column) + line));
        return lines;
    }

    /// @param first what precedes the text in its first line; the other lines are indented by its width
    private static List<String> hanging(String first, String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : Wrap.lines(text, width - Width.of(first))) {
            lines.add((lines.isEmpty() ? first : " ".repeat(Width.of(first))) + line);
        }
        return lines;
    }
}
