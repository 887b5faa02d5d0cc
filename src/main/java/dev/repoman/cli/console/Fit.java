package dev.repoman.cli.console;

import java.util.ArrayList;
import java.util.List;

/// Shortens the cells of a table to fit a terminal.
public final class Fit {
    private static final int GAP = 2;

    private Fit() {}

    /// @param column which to shorten, from 0
    /// @param least how narrow it may get
    public record Step(int column, int least) {}

    /// @param columns how wide the table may be
    /// @param steps applied in order until it fits
    public static List<List<Table.Cell>> to(int columns, List<List<Table.Cell>> rows, List<Step> steps) {
        List<List<Table.Cell>> now = rows;
        for (Step step : steps) {
            int over = total(now) - columns;
            if (over <= 0) {
                return now;
            }
            int wanted = Math.max(step.least(), width(now, step.column()) - over);
            now = now.stream().map(row -> shortened(row, step.column(), wanted)).toList();
        }
        return now;
    }

    private static int total(List<List<Table.Cell>> rows) {
        int most = rows.stream().mapToInt(List::size).max().orElse(0);
        int total = 0;
        for (int i = 0; i < most; i++) {
            total += width(rows, i) + (i == 0 ? 0 : GAP);
        }
        return total;
    }

    private static int width(List<List<Table.Cell>> rows, int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> Width.of(row.get(column).text()))
                .max()
                .orElse(0);
    }

    private static List<Table.Cell> shortened(List<Table.Cell> row, int column, int wanted) {
        if (row.size() <= column) {
            return row;
        }
        List<Table.Cell> cells = new ArrayList<>(row);
        Table.Cell cell = row.get(column);
        cells.set(column, new Table.Cell(Width.fit(cell.text(), wanted), cell.paint()));
        return cells;
    }
}
