package dev.repoman.cli.view;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.cli.console.Table.Cell;
import dev.repoman.cli.json.PortsDocument;
import dev.repoman.project.Port;
import dev.repoman.usecase.ForwardPorts.Report;
import java.util.List;

/// What `port` shows.
public final class PortsView {
    private PortsView() {}

    public static List<String> lines(Report report, Style style) {
        if (report.forwarded().isEmpty() && report.hidden().isEmpty()) {
            return List.of("no port is forwarded" + (report.listening() == null ? "" : ", and nothing listens inside"));
        }
        Table table = new Table();
        table.add(List.of(
                new Cell("HOST", style::strong),
                new Cell("CONTAINER", style::strong),
                new Cell("LISTENS", style::strong)));
        for (Port port : report.forwarded()) {
            String listens = report.listening() == null ? "stopped" : report.listens(port) ? "yes" : "no";
            table.add(List.of(Cell.of(port.listen()), Cell.of(Integer.toString(port.container())), Cell.of(listens)));
        }
        report.hidden()
                .forEach(port -> table.add(List.of(Cell.of("-"), Cell.of(Integer.toString(port)), Cell.of("yes"))));
        return table.lines();
    }

    public static PortsDocument document(Report report) {
        return new PortsDocument(
                report.name().value(),
                report.listening() != null,
                report.forwarded().stream()
                        .map(port -> new PortsDocument.Forward(
                                port.address(), port.host(), port.container(), report.listens(port)))
                        .toList(),
                report.hidden());
    }
}
