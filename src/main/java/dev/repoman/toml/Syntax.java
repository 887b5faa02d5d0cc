package dev.repoman.toml;

import java.util.List;

/// What [Scanner] finds in a text. All positions are indices of characters in it; an end is exclusive.
final class Syntax {
    private Syntax() {}

    enum Kind {
        /// Nothing but white space.
        BLANK,
        /// A comment on a line of its own.
        COMMENT,
        /// `[a.b]`
        TABLE,
        /// `[[a.b]]`
        ELEMENT,
        /// `key = value`, over one line or many
        KEY
    }

    /// A statement with all its lines.
    ///
    /// @param start of its first line, indentation included
    /// @param end after its last line's newline, or the end of the text
    /// @param path from the top, for every kind but blanks and comments (there: of the section around them)
    /// @param section how many of the path's steps come from the header above
    /// @param pair of a KEY
    record Statement(Kind kind, int start, int end, List<String> path, int section, List<Pair> pair) {
        Pair key() {
            return pair.getFirst();
        }
    }

    /// `key = value` without its line.
    record Pair(int start, List<String> keys, Value value) {}

    sealed interface Value {
        int start();

        int end();

        record Scalar(int start, int end) implements Value {}

        record Array(int start, int end, List<Value> items) implements Value {}

        record Inline(int start, int end, List<Pair> pairs) implements Value {}
    }
}
