package dev.repoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One table while it is read: returns keys by name and type, records what is wrong, and knows which keys
/// were never requested.
final class Keys {
    /// Something wrong with a value.
    ///
    /// @param path of the key, as [dev.repoman.toml.TomlEdit] writes it
    /// @param wrong what is wrong, without the key
    /// @param allowed what would be right
    record Problem(List<String> path, String wrong, String allowed) {}

    /// A rule for a text: what is wrong with it, or null.
    interface Rule extends Function<String, @Nullable String> {}

    private final JsonNode table;
    private final List<String> path;
    private final List<Problem> problems;
    private final Set<String> asked = new HashSet<>();

    Keys(JsonNode table, List<String> path, List<Problem> problems) {
        this.table = table;
        this.path = path;
        this.problems = problems;
    }

    Optional<String> text(String key, String allowed, Rule rule) {
        JsonNode node = get(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        // a date without quotes is accepted too
        if (!node.isTextual() && !node.isPojo()) {
            problem(key, "is " + kind(node) + ", not a text", allowed);
            return Optional.empty();
        }
        String text = node.asText();
        String wrong = rule.apply(text);
        if (wrong != null) {
            problem(key, "\"" + shorten(text) + "\" " + wrong, allowed);
            return Optional.empty();
        }
        return Optional.of(text);
    }

    Optional<Boolean> flag(String key) {
        JsonNode node = get(key);
        if (!node.isMissingNode() && !node.isBoolean()) {
            problem(key, "is " + kind(node) + ", not a yes or no", "true or false, without quotes");
        }
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    Optional<Integer> whole(String key, int least, int most) {
        JsonNode node = get(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isInt() || node.intValue() < least || node.intValue() > most) {
            String wrong = node.isNumber() ? node.asText() + " is out of range" : "is " + kind(node) + ", not a number";
            problem(key, wrong, "a whole number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(node.intValue());
    }

    Optional<List<String>> texts(String key, String allowed, Rule rule) {
        JsonNode node = get(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isArray()) {
            problem(key, "is " + kind(node) + ", not a list of texts", allowed);
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            JsonNode item = node.get(i);
            String wrong = item.isTextual() ? rule.apply(item.textValue()) : "is " + kind(item) + ", not a text";
            if (wrong != null) {
                String shown = item.isTextual() ? "\"" + shorten(item.textValue()) + "\" " : "";
                problem(shown + wrong, allowed, List.of(key, "[" + i + "]"));
                return Optional.empty();
            }
            texts.add(item.textValue());
        }
        return Optional.of(texts);
    }

    /// A table below this one; an empty one where it is missing.
    Keys table(String key) {
        JsonNode node = get(key);
        if (!node.isMissingNode() && !node.isObject()) {
            problem(key, "is " + kind(node) + ", not a table", "a section [" + String.join(".", at(key)) + "]");
        }
        return new Keys(node.isObject() ? node : MissingNode.getInstance(), at(key), problems);
    }

    /// The elements of an array of tables; none where it is missing.
    List<Keys> tables(String key) {
        JsonNode node = get(key);
        if (node.isMissingNode()) {
            return List.of();
        }
        List<Keys> tables = new ArrayList<>(node.size());
        boolean right = node.isArray();
        for (int i = 0; right && i < node.size(); i++) {
            List<String> element = new ArrayList<>(at(key));
            element.add("[" + i + "]");
            tables.add(new Keys(node.get(i), element, problems));
            right = node.get(i).isObject();
        }
        if (!right) {
            problem(key, "is not a list of tables", "sections headed [[" + key + "]]");
            return List.of();
        }
        return tables;
    }

    JsonNode get(String key) {
        asked.add(key);
        return table.path(key);
    }

    void problem(String key, String wrong, String allowed) {
        problem(wrong, allowed, List.of(key));
    }

    private void problem(String wrong, String allowed, List<String> steps) {
        List<String> whole = new ArrayList<>(path);
        whole.addAll(steps);
        // the message may quote the value, which may contain control sequences for a terminal
        problems.add(new Problem(whole, wrong.replaceAll("\\p{Cntrl}", "?"), allowed));
    }

    private List<String> at(String key) {
        List<String> whole = new ArrayList<>(path);
        whole.add(key);
        return whole;
    }

    /// @return the paths of the keys that were never requested
    List<List<String>> unknown() {
        List<List<String>> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            if (!asked.contains(entry.getKey())) {
                unknown.add(at(entry.getKey()));
            }
        }
        return unknown;
    }

    /// @return which of `keys` the table does not have
    Set<String> absent(List<String> keys) {
        @Nullable Set<String> absent = null;
        for (String key : keys) {
            if (!table.has(key)) {
                absent = absent == null ? new HashSet<>() : absent;
                absent.add(key);
            }
        }
        return absent == null ? Set.of() : absent;
    }

    /// Like [#text] for every key that the table has, whatever it is called.
    Map<String, String> allTexts(String allowed) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            text(entry.getKey(), allowed, _ -> null).ifPresent(v -> all.put(entry.getKey(), v));
        }
        return all;
    }

    /// A text that may be written as a number or as true or false too.
    Optional<String> value(String key, String allowed, Rule rule) {
        JsonNode node = get(key);
        if (!node.isNumber() && !node.isBoolean()) {
            return text(key, allowed, rule);
        }
        String wrong = rule.apply(node.asText());
        if (wrong != null) {
            problem(key, node.asText() + " " + wrong, allowed);
        }
        return Optional.of(node.asText());
    }

    /// Like [#value] for every key that the table has, and for those of the tables in it, which a bare dot in a key
    /// makes: `a.b = 1` is the same as `"a.b" = 1`.
    ///
    /// @param rule for a key
    Map<String, String> flat(String allowed, Rule rule) {
        Map<String, String> all = new LinkedHashMap<>();
        flat("", allowed, rule, all);
        return all;
    }

    private void flat(String above, String allowed, Rule rule, Map<String, String> all) {
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            String key = above + entry.getKey();
            String wrong = entry.getValue().isObject() ? null : rule.apply(key);
            if (entry.getValue().isObject()) {
                table(entry.getKey()).flat(key + ".", allowed, rule, all);
            } else if (wrong != null || all.containsKey(key)) {
                problem(entry.getKey(), wrong == null ? "is defined twice" : wrong, allowed);
            } else {
                value(entry.getKey(), allowed, _ -> null).ifPresent(value -> all.put(key, value));
            }
        }
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "a text";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case ARRAY -> "a list";
            case OBJECT -> "a table";
            case POJO -> "a date";
            case BINARY, MISSING, NULL -> "nothing";
        };
    }

    private static String shorten(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 57) + "…";
    }
}
