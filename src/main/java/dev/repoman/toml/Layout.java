package dev.repoman.toml;

import dev.repoman.toml.Syntax.Kind;
import dev.repoman.toml.Syntax.Pair;
import dev.repoman.toml.Syntax.Statement;
import dev.repoman.toml.Syntax.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The positions of the parts of a text, and what its comments belong to:
///
/// - The comment lines directly above a header, no blank line between, belong to that header; not so when
///   they start the file: then they are about the file.
/// - The comment lines directly below a section's last key, no blank line between, belong to that section,
///   unless the next header follows them at once.
/// - Every other comment belongs to nothing, and no edit changes it.
final class Layout {
    final String text;
    final List<Statement> statements;

    Layout(String text) {
        this.text = text;
        this.statements = Scanner.scan(text);
    }

    /// A place for a key that does not exist yet, in an inline table.
    record Gap(Value.Inline table, List<String> keys) {}

    /// @return the value at `path`, however it is written
    Optional<Value> find(List<String> path) {
        for (Statement s : statements) {
            if (s.kind() == Kind.KEY && startsWith(path, s.path())) {
                Optional<Value> found =
                        inside(s.key().value(), path.subList(s.path().size(), path.size()));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Value> inside(Value value, List<String> rest) {
        if (rest.isEmpty()) {
            return Optional.of(value);
        }
        return switch (value) {
            case Value.Scalar _ -> Optional.empty();
            case Value.Array array -> {
                int index = TomlEdit.index(rest.getFirst());
                yield index >= 0 && index < array.items().size()
                        ? inside(array.items().get(index), rest.subList(1, rest.size()))
                        : Optional.empty();
            }
            case Value.Inline table -> {
                for (Pair pair : table.pairs()) {
                    if (startsWith(rest, pair.keys())) {
                        Optional<Value> found =
                                inside(pair.value(), rest.subList(pair.keys().size(), rest.size()));
                        if (found.isPresent()) {
                            yield found;
                        }
                    }
                }
                yield Optional.empty();
            }
        };
    }

    /// @return the innermost inline table around the missing key at `path`, or empty where none is
    Optional<Gap> gap(List<String> path) {
        for (int n = path.size() - 1; n > 0; n--) {
            Optional<Value> around = find(path.subList(0, n));
            if (around.isPresent() && around.get() instanceof Value.Inline table) {
                return Optional.of(new Gap(table, path.subList(n, path.size())));
            }
        }
        return Optional.empty();
    }

    /// @return the index of the header of exactly this table or element, or -1
    int header(List<String> path) {
        for (int i = 0; i < statements.size(); i++) {
            Kind kind = statements.get(i).kind();
            if ((kind == Kind.TABLE || kind == Kind.ELEMENT)
                    && statements.get(i).path().equals(path)) {
                return i;
            }
        }
        return -1;
    }

    /// @return the index of the last key that lies below `path` but is written in a section above it, or -1
    int dotted(List<String> path) {
        for (int i = statements.size() - 1; i >= 0; i--) {
            Statement s = statements.get(i);
            if (s.kind() == Kind.KEY && s.section() < path.size() && startsWith(s.path(), path)) {
                return i;
            }
        }
        return -1;
    }

    /// @return the index after the last statement of the section whose header is at `header` (-1 for the
    ///     file's top)
    int sectionEnd(int header) {
        int i = header + 1;
        while (i < statements.size() && !isHeader(i)) {
            i++;
        }
        return i;
    }

    boolean isHeader(int i) {
        Kind kind = statements.get(i).kind();
        return kind == Kind.TABLE || kind == Kind.ELEMENT;
    }

    /// @return the index of the last key of that section, or its header's, or -1 for a top without keys
    int lastKey(int header) {
        for (int i = sectionEnd(header) - 1; i > header; i--) {
            if (statements.get(i).kind() == Kind.KEY) {
                return i;
            }
        }
        return header;
    }

    /// @return the index of the first line that belongs to the header at `header`: its own, or of the comment
    ///     above it
    int lead(int header) {
        int i = header;
        while (i > 0 && statements.get(i - 1).kind() == Kind.COMMENT) {
            i--;
        }
        return i == 0 ? header : i;
    }

    /// @return the index after the last line that belongs to the section whose header is at `header`
    int ownEnd(int header) {
        int end = lastKey(header) + 1;
        int next = sectionEnd(header);
        int comments = end;
        while (comments < next && statements.get(comments).kind() == Kind.COMMENT) {
            comments++;
        }
        return comments == next && next < statements.size() ? end : comments;
    }

    /// @return the headers of an element and of the tables below it
    List<Integer> headersBelow(List<String> path) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            if (isHeader(i) && startsWith(statements.get(i).path(), path)) {
                found.add(i);
            }
        }
        return found;
    }

    /// @return where statement `i` starts; the end of the text for the one after the last
    int start(int i) {
        return i < statements.size() ? statements.get(i).start() : text.length();
    }

    static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }
}
