package dev.repoman.toml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.toml.Syntax.Kind;
import dev.repoman.toml.Syntax.Statement;
import dev.repoman.toml.Syntax.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Edits on the text itself: everything that an edit does not concern is kept, byte for byte. [Layout] says
/// what belongs to what.
final class TomlText {
    private final Layout layout;
    private final String text;
    private final String newline;

    private TomlText(String text) {
        this.layout = new Layout(text);
        this.text = text;
        int first = text.indexOf('\n');
        this.newline = first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    /// @param text valid TOML without a byte order mark
    static String apply(String text, TomlEdit edit) throws TomlException {
        TomlText it = new TomlText(text);
        return switch (edit) {
            case TomlEdit.Set(List<String> path, JsonNode value) -> it.set(path, value);
            case TomlEdit.Unset(List<String> path) -> it.unset(path);
            case TomlEdit.Append(String array, ObjectNode element) -> it.append(array, element);
            case TomlEdit.Remove(String array, int index) -> it.remove(array, index);
        };
    }

    private String set(List<String> path, JsonNode value) throws TomlException {
        Optional<Value> old = layout.find(path);
        if (old.isPresent()) {
            return old.get() instanceof Value.Array array && value.isArray()
                    ? ArrayText.set(text, newline, array, value)
                    : splice(old.get().start(), old.get().end(), Literal.of(value));
        }
        Optional<Layout.Gap> gap = layout.gap(path);
        if (gap.isPresent()) {
            return inline(gap.get().table(), Literal.keys(gap.get().keys()) + " = " + Literal.of(value));
        }
        // the innermost table above the key that is written down in some way
        for (int n = path.size() - 1; n > 0; n--) {
            List<String> table = path.subList(0, n);
            List<String> rest = path.subList(n, path.size());
            int header = layout.header(table);
            if (header >= 0) {
                return rest.size() == 1 || TomlEdit.index(table.getLast()) >= 0
                        ? below(layout.lastKey(header), rest, value)
                        : newTable(path, value, endBelow(table));
            }
            int dotted = layout.dotted(table);
            if (dotted >= 0) {
                Statement near = layout.statements.get(dotted);
                return below(dotted, path.subList(near.section(), path.size()), value);
            }
        }
        if (path.size() == 1) {
            return top(Literal.key(path.getFirst()) + " = " + Literal.of(value) + newline);
        }
        return newTable(path, value, firstElement());
    }

    private String unset(List<String> path) throws TomlException {
        for (int i = 0; i < layout.statements.size(); i++) {
            Statement s = layout.statements.get(i);
            if (s.kind() == Kind.KEY && s.path().equals(path)) {
                return splice(layout.start(i), layout.start(i + 1), "");
            }
        }
        throw new TomlException(line(text, path), path.getLast() + " is part of a larger value");
    }

    /// A key on a line of its own below statement `i`, indented and aligned as that one if it is a key.
    private String below(int i, List<String> keys, JsonNode value) {
        Statement above = layout.statements.get(i);
        String key = Literal.keys(keys);
        StringBuilder line = new StringBuilder();
        int indent = above.start();
        while (text.charAt(indent) == ' ' || text.charAt(indent) == '\t') {
            indent++;
        }
        line.append(text, above.start(), indent);
        if (above.kind() == Kind.KEY) {
            int equals = text.lastIndexOf('=', above.key().value().start() - 1);
            boolean padded = text.startsWith("  ", equals - 2) || text.charAt(equals - 1) == '\t';
            line.append(key).append(" ".repeat(padded ? Math.max(0, equals - indent - 1 - key.length()) : 0));
        } else {
            line.append(key);
        }
        line.append(" = ").append(Literal.of(value));
        return text.endsWith("\n") || above.end() < text.length()
                ? splice(above.end(), above.end(), line + newline)
                : splice(above.end(), above.end(), newline + line);
    }

    /// A new section for the last key of `path`, at character `at`.
    private String newTable(List<String> path, JsonNode value, int at) {
        String header = "[" + Literal.keys(path.subList(0, path.size() - 1)) + "]";
        String section = header + newline + Literal.key(path.getLast()) + " = " + Literal.of(value) + newline;
        return section(section, at);
    }

    /// A section at character `at`, which is the start of a line or the end: one blank line between it and
    /// its neighbours.
    private String section(String section, int at) {
        String before = text.substring(0, at);
        String gap = before.isEmpty() ? "" : before.endsWith("\n") ? newline : newline + newline;
        boolean tight = at < text.length()
                && !text.substring(at).lines().findFirst().orElse("").isBlank();
        return splice(at, at, gap + section + (tight ? newline : ""));
    }

    /// @return the end of what belongs to a table and the tables below it
    private int endBelow(List<String> table) {
        return layout.start(layout.ownEnd(layout.headersBelow(table).getLast()));
    }

    /// @return where the first array of tables starts, before which new tables go; else the end
    private int firstElement() {
        for (int i = 0; i < layout.statements.size(); i++) {
            if (layout.statements.get(i).kind() == Kind.ELEMENT) {
                int lead = layout.lead(i);
                // before the blank lines above it, which then part the new table from what precedes
                while (lead > 0 && layout.statements.get(lead - 1).kind() == Kind.BLANK) {
                    lead--;
                }
                return layout.start(lead);
            }
        }
        return text.length();
    }

    /// A line among the keys before the first header.
    private String top(String line) {
        int last = layout.lastKey(-1);
        if (last >= 0) {
            Statement above = layout.statements.get(last);
            boolean open = above.end() == text.length() && !text.endsWith("\n");
            return splice(above.end(), above.end(), open ? newline + line : line);
        }
        int end = layout.sectionEnd(-1);
        if (end == layout.statements.size()) {
            return text + (text.isEmpty() || text.endsWith("\n") ? "" : newline) + line;
        }
        int at = layout.start(layout.lead(end));
        return splice(at, at, line + newline);
    }

    private String inline(Value.Inline table, String pair) {
        if (table.pairs().isEmpty()) {
            return splice(table.start(), table.end(), "{ " + pair + " }");
        }
        int end = table.pairs().getLast().value().end();
        return splice(end, end, ", " + pair);
    }

    private String append(String array, ObjectNode element) throws TomlException {
        Optional<Value> written = layout.find(List.of(array));
        if (written.isPresent()) {
            if (!(written.get() instanceof Value.Array items)) {
                throw new TomlException(0, array + ": is not an array");
            }
            return ArrayText.insert(text, newline, items, items.items().size(), Literal.of(element));
        }
        StringBuilder section = new StringBuilder("[[" + Literal.key(array) + "]]" + newline);
        int width = element.properties().stream()
                .mapToInt(e -> Literal.key(e.getKey()).length())
                .max()
                .orElse(0);
        for (Map.Entry<String, JsonNode> entry : element.properties()) {
            String key = Literal.key(entry.getKey());
            section.append(key).append(" ".repeat(width - key.length())).append(" = ");
            section.append(Literal.of(entry.getValue())).append(newline);
        }
        return section(section.toString(), text.length());
    }

    private String remove(String array, int index) throws TomlException {
        Optional<Value> written = layout.find(List.of(array));
        if (written.isPresent()) {
            if (!(written.get() instanceof Value.Array items)) {
                throw new TomlException(0, array + ": is not an array");
            }
            return ArrayText.delete(text, items, index);
        }
        StringBuilder out = new StringBuilder(text);
        List<Integer> headers = layout.headersBelow(List.of(array, TomlEdit.step(index)));
        for (int header : headers.reversed()) {
            int from = layout.lead(header);
            int to = layout.ownEnd(header);
            // with a section goes one blank line: the one above, as `append` put it; at the file's start the one below
            if (from > 0 && layout.statements.get(from - 1).kind() == Kind.BLANK) {
                from--;
            } else if (from == 0
                    && to < layout.statements.size()
                    && layout.statements.get(to).kind() == Kind.BLANK) {
                to++;
            }
            out.delete(layout.start(from), layout.start(to));
        }
        return out.toString();
    }

    private String splice(int start, int end, String with) {
        return text.substring(0, start) + with + text.substring(end);
    }

    /// @return the line, from 1, of the value at `path`, or of the nearest thing around it that is written
    ///     down; 0 where nothing is
    static int line(String text, List<String> path) {
        Layout layout = new Layout(text);
        for (int n = path.size(); n > 0; n--) {
            List<String> near = path.subList(0, n);
            Optional<Value> value = layout.find(near);
            int header = value.isPresent() ? -1 : layout.header(near);
            int dotted = value.isPresent() || header >= 0 ? -1 : layout.dotted(near);
            int at = value.map(Value::start).orElse(Math.max(header, dotted));
            if (value.isPresent() || at >= 0) {
                int character =
                        value.isPresent() ? at : layout.statements.get(at).start();
                return 1
                        + (int) text.substring(0, character)
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
            }
        }
        return 0;
    }
}
