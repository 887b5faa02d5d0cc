package dev.repoman.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.registry.Setting;
import java.util.List;

/// Keys of the registry and their values, for people, for scripts and as data.
public final class SettingView {
    private SettingView() {}

    public static List<String> lines(List<Setting> settings, Style style) {
        Table table = new Table();
        table.add(List.of(
                new Table.Cell("KEY", style::strong),
                new Table.Cell("VALUE", style::strong),
                new Table.Cell("ORIGIN", style::strong)));
        settings.forEach(s -> table.add(List.of(
                Table.Cell.of(s.name()),
                Table.Cell.of(shown(s.value())),
                new Table.Cell(s.origin().toString(), style::faint))));
        return table.lines();
    }

    /// @return for a shell script: the value and nothing else, of a list an item a line
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
        // JSON's strings, flags, numbers and arrays of strings are TOML's
        return value(value).toString().replace("\",\"", "\", \"");
    }

    public static ObjectNode json(Setting setting, ObjectNode into) {
        into.put("key", setting.name());
        into.set("value", value(setting.value()));
        return into.put("origin", setting.origin().toString());
    }

    public static JsonNode value(Value value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Value.Text(String text) -> nodes.textNode(text);
            case Value.Flag(boolean flag) -> nodes.booleanNode(flag);
            case Value.Whole(long whole) -> nodes.numberNode(whole);
            case Value.Texts(List<String> texts) -> {
                ArrayNode array = nodes.arrayNode();
                texts.forEach(array::add);
                yield array;
            }
        };
    }
}
