package dev.repoman.toml;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.toml.Syntax.Value;
import java.util.List;

/// Edits inside a written array: its other elements and all comments in it are kept.
final class ArrayText {
    private ArrayText() {}

    /// Changes the array to `value`; the elements that both have in common at the start and the end are kept
    /// as written.
    static String set(String text, String newline, Value.Array array, JsonNode value) throws TomlException {
        JsonNode old = TomlTree.read("x = " + text.substring(array.start(), array.end()))
                .path("x");
        int same = 0;
        while (same < old.size() && same < value.size() && TomlTree.same(old.get(same), value.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < old.size() - same
                && tail < value.size() - same
                && TomlTree.same(old.get(old.size() - 1 - tail), value.get(value.size() - 1 - tail))) {
            tail++;
        }
        int replaced = Math.min(old.size(), value.size()) - same - tail;
        String result = text;
        // from the back, so that earlier positions stay valid
        for (int i = old.size() - tail - 1; i >= same + replaced; i--) {
            result = delete(result, array(result, array.start()), i);
        }
        for (int i = same + replaced - 1; i >= same; i--) {
            Value item = array.items().get(i);
            result = result.substring(0, item.start()) + Literal.of(value.get(i)) + result.substring(item.end());
        }
        for (int i = same + replaced; i < value.size() - tail; i++) {
            result = insert(result, newline, array(result, array.start()), i, Literal.of(value.get(i)));
        }
        return result;
    }

    private static Value.Array array(String text, int start) {
        return Scanner.arrayAt(text, start);
    }

    /// Inserts `literal` before element `index`, or at the end; on its own line if the others have one.
    static String insert(String text, String newline, Value.Array array, int index, String literal) {
        List<Value> items = array.items();
        if (items.isEmpty()) {
            int at = array.start() + 1;
            return text.substring(0, at) + literal + text.substring(at);
        }
        boolean first = index == 0;
        Value near = items.get(first ? 0 : index - 1);
        int line = text.lastIndexOf('\n', near.start() - 1) + 1;
        String indent = text.substring(line, near.start());
        boolean ownLine = line > array.start() && indent.isBlank();
        if (first) {
            String gap = ownLine ? newline + indent : " ";
            return text.substring(0, near.start()) + literal + "," + gap + text.substring(near.start());
        }
        if (!ownLine) {
            return text.substring(0, near.end()) + ", " + literal + text.substring(near.end());
        }
        int comma = comma(text, array, index - 1);
        int after = comma < 0 ? near.end() : comma + 1;
        int rest = text.indexOf('\n', after);
        boolean last = index == items.size();
        int limit = last ? array.end() - 1 : items.get(index).start();
        if (rest < 0 || rest >= limit) {
            // the next thing follows on the same line
            return text.substring(0, near.end()) + "," + newline + indent + literal + text.substring(near.end());
        }
        // after the line's own comment, with the comma that the line before may lack
        boolean trailing = last && comma < 0;
        int end = text.charAt(rest - 1) == '\r' ? rest - 1 : rest;
        String head = comma < 0
                ? text.substring(0, near.end()) + "," + text.substring(near.end(), end)
                : text.substring(0, end);
        return head + newline + indent + literal + (trailing ? "" : ",") + text.substring(end);
    }

    /// Removes element `index` with its comma, and with its line and the comment on it if it is alone there.
    static String delete(String text, Value.Array array, int index) {
        List<Value> items = array.items();
        Value item = items.get(index);
        int comma = comma(text, array, index);
        int line = text.lastIndexOf('\n', item.start() - 1) + 1;
        int newline = text.indexOf('\n', comma < 0 ? item.end() : comma);
        boolean last = index == items.size() - 1;
        int limit = last ? array.end() - 1 : items.get(index + 1).start();
        boolean ownLine =
                line > array.start() && text.substring(line, item.start()).isBlank() && newline >= 0 && newline < limit;
        if (ownLine) {
            return text.substring(0, line) + text.substring(newline + 1);
        }
        if (comma >= 0) {
            int end = comma + 1;
            while (text.charAt(end) == ' ' || text.charAt(end) == '\t') {
                end++;
            }
            return text.substring(0, item.start()) + text.substring(end);
        }
        if (index > 0) {
            int before = comma(text, array, index - 1);
            boolean plain = text.substring(before + 1, item.start()).isBlank();
            return plain
                    ? text.substring(0, before) + text.substring(item.end())
                    : text.substring(0, item.start()) + text.substring(item.end());
        }
        return text.substring(0, item.start()) + text.substring(item.end());
    }

    /// @return where the comma after element `index` is, or -1 where the last element has none
    private static int comma(String text, Value.Array array, int index) {
        int at = array.items().get(index).end();
        while (at < array.end() - 1) {
            char c = text.charAt(at);
            if (c == ',') {
                return at;
            }
            if (c == '#') {
                at = text.indexOf('\n', at);
            }
            at++;
        }
        return -1;
    }
}
