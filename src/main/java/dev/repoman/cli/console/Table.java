package dev.repoman.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Columns of text, as wide as their widest cell, two spaces apart; the last one is not padded.
public final class Table {
    /// @param text without escape codes; used for a cell's width
    /// @param paint gives it colour
    public record Cell(String text, UnaryOperator<String> paint) {
        public Cell {
            text = Printable.text(text);
        }

        public static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    private final List<List<Cell>> rows = new ArrayList<>();

    public void add(List<Cell> cells) {
        rows.add(cells);
    }

    public List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (List<Cell> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int width = Width.of(row.get(i).text());
                if (i == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(i, Math.max(widths.get(i), width));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<Cell> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            line.append(cell.paint().apply(cell.text()));
            if (i < row.size() - 1) {
                line.repeat(" ", widths.get(i) - Width.of(cell.text()) + 2);
            }
        }
        return line.toString().stripTrailing();
    }
}
