package dev.repoman.cli.view;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.repoman.cli.console.Fit;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.registry.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Keys of the registry and their values, as text, for scripts and as JSON.
public final class SettingView {
    private SettingView() {}

    private static final List<Fit.Step> STEPS = List.of(new Fit.Step(1, 20), new Fit.Step(0, 20), new Fit.Step(1, 4));

    /// @param columns of the terminal; 0 for no limit
    public static List<String> lines(List<Setting> settings, int columns, Style style) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        rows.add(Stream.of("KEY", "VALUE", "ORIGIN")
                .map(head -> new Table.Cell(head, style::strong))
                .toList());
        settings.forEach(s -> rows.add(List.of(
                Table.Cell.of(s.name()),
                Table.Cell.of(shown(s.value())),
                new Table.Cell(s.origin().toString(), style::faint))));
        Table table = new Table();
        (columns > 0 ? Fit.to(columns, rows, STEPS) : rows).forEach(table::add);
        return table.lines();
    }

    /// @return for a shell script: only the value; for a list, one item per line
    public static List<String> bare(Value value) {
        return switch (value) {
            case Value.Texts(List<String> texts) -> texts;
            case Value.Text(String text) -> List.of(text);
            case Value.Flag(boolean flag) -> List.of(Boolean.toString(flag));
            case Value.Whole(long whole) -> List.of(Long.toString(whole));
        };
    }

    /// @return as TOML writes it
    public static String shown(Value value) {
        return switch (value) {
            case Value.Texts(List<String> texts) ->
                texts.stream().map(SettingView::quoted).collect(Collectors.joining(", ", "[", "]"));
            case Value.Text(String text) -> quoted(text);
            case Value.Flag(boolean flag) -> Boolean.toString(flag);
            case Value.Whole(long whole) -> Long.toString(whole);
        };
    }

    /// JSON's strings are TOML's.
    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /// @return for a document: a text, a flag, a number, or a list of texts
    public static Object plain(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Flag(boolean flag) -> flag;
            case Value.Whole(long whole) -> whole;
            case Value.Texts(List<String> texts) -> texts;
        };
    }
}
