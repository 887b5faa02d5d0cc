package dev.repoman.toml;

import dev.repoman.toml.Syntax.Kind;
import dev.repoman.toml.Syntax.Pair;
import dev.repoman.toml.Syntax.Statement;
import dev.repoman.toml.Syntax.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;

/// Finds where things are in a text that a parser has already accepted: it does not check validity, and
/// throws an [IllegalStateException] if it cannot continue (a bug, which the check after each edit keeps
/// harmless).
final class Scanner {
    private final String text;
    private int at;
    /// How many elements each array of tables has so far, by resolved path.
    private final Map<List<String>, Integer> elements = new HashMap<>();

    private Scanner(String text) {
        this.text = text;
    }

    static List<Statement> scan(String text) {
        return new Scanner(text).document();
    }

    /// @return the array that starts at character `start`
    static Value.Array arrayAt(String text, int start) {
        Scanner scanner = new Scanner(text);
        scanner.at = start;
        return scanner.array();
    }

    private List<Statement> document() {
        List<Statement> statements = new ArrayList<>();
        List<String> section = List.of();
        while (at < text.length()) {
            int start = at;
            space();
            char c = peek();
            if (c == '#' || c == '\n' || c == '\r' || c == '\0') {
                line();
                statements.add(new Statement(
                        c == '#' ? Kind.COMMENT : Kind.BLANK, start, at, section, section.size(), List.of()));
            } else if (c == '[') {
                boolean element = text.startsWith("[[", at);
                at += element ? 2 : 1;
                section = resolve(keys(), element);
                at += element ? 2 : 1;
                line();
                statements.add(new Statement(
                        element ? Kind.ELEMENT : Kind.TABLE, start, at, section, section.size(), List.of()));
            } else {
                Pair pair = pair();
                line();
                List<String> path = new ArrayList<>(section);
                path.addAll(pair.keys());
                statements.add(new Statement(Kind.KEY, start, at, path, section.size(), List.of(pair)));
            }
        }
        return statements;
    }

    /// Puts the numbers of the elements that are meant into a header's path.
    private List<String> resolve(List<String> keys, boolean element) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            path.add(keys.get(i));
            boolean last = i == keys.size() - 1;
            List<String> array = List.copyOf(path);
            if (last && element) {
                path.add(TomlEdit.step(elements.merge(array, 1, Integer::sum) - 1));
            } else if (elements.containsKey(array)) {
                path.add(TomlEdit.step(elements.get(array) - 1));
            }
        }
        return List.copyOf(path);
    }

    private Pair pair() {
        int start = at;
        List<String> keys = keys();
        expect('=');
        space();
        return new Pair(start, keys, value());
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        while (true) {
            space();
            keys.add(key());
            space();
            if (peek() != '.') {
                return keys;
            }
            at++;
        }
    }

    private String key() {
        int start = at;
        char c = peek();
        if (c == '"' || c == '\'') {
            string();
            return Toml.parseDottedKey(text.substring(start, at)).getFirst();
        }
        while (bare(peek())) {
            at++;
        }
        if (at == start) {
            throw lost("a key");
        }
        return text.substring(start, at);
    }

    private static boolean bare(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private Value value() {
        int start = at;
        switch (peek()) {
            case '"', '\'' -> {
                string();
                return new Value.Scalar(start, at);
            }
            case '[' -> {
                return array();
            }
            case '{' -> {
                return inline();
            }
            default -> {
                // a date may have one space in it, so it ends at what cannot be in a value
                while (at < text.length() && ",]}#\n\r".indexOf(peek()) < 0) {
                    at++;
                }
                int end = at;
                while (end > start && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
                    end--;
                }
                at = end;
                return new Value.Scalar(start, end);
            }
        }
    }

    private Value.Array array() {
        int start = at++;
        List<Value> items = new ArrayList<>();
        while (true) {
            trivia();
            if (peek() == ']') {
                at++;
                return new Value.Array(start, at, items);
            }
            items.add(value());
            trivia();
            if (peek() == ',') {
                at++;
            } else if (peek() != ']') {
                throw lost("the end of an array");
            }
        }
    }

    private Value inline() {
        int start = at++;
        List<Pair> pairs = new ArrayList<>();
        while (true) {
            trivia();
            if (peek() == '}') {
                at++;
                return new Value.Inline(start, at, pairs);
            }
            pairs.add(pair());
            trivia();
            if (peek() == ',') {
                at++;
            } else if (peek() != '}') {
                throw lost("the end of an inline table");
            }
        }
    }

    private void string() {
        char quote = peek();
        String three = String.valueOf(quote).repeat(3);
        boolean many = text.startsWith(three, at);
        at += many ? 3 : 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\\' && quote == '"') {
                at += 2;
            } else if (c == quote && !many) {
                at++;
                return;
            } else if (c == quote && text.startsWith(three, at)) {
                at += 3;
                // one or two quotes may stand right before the closing three
                while (peek() == quote) {
                    at++;
                }
                return;
            } else {
                at++;
            }
        }
        throw lost("the end of a string");
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /// White space, newlines and comments, as they may stand in an array.
    private void trivia() {
        while (at < text.length()) {
            char c = peek();
            if (c == '#') {
                int newline = text.indexOf('\n', at);
                at = newline < 0 ? text.length() : newline;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    /// The rest of a line, its newline included.
    private void line() {
        space();
        if (at < text.length() && "#\r\n".indexOf(peek()) < 0) {
            throw lost("the end of a line");
        }
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline + 1;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(char c) {
        if (peek() != c) {
            throw lost("'" + c + "'");
        }
        at++;
    }

    private IllegalStateException lost(String looked) {
        return new IllegalStateException("looked for " + looked + " at character " + at);
    }
}
