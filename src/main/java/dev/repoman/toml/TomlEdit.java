package dev.repoman.toml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// One change of a document, as a value. It is carried out twice, on the text ([TomlText]) and on the parsed
/// tree ([TomlTree]), by code that has nothing in common, so that each checks the other.
///
/// A path names tables from the top; `[N]` as a step is the Nth element of an array, from 0.
public sealed interface TomlEdit {
    /// Sets a key, and creates the tables above it if they are missing.
    record Set(List<String> path, JsonNode value) implements TomlEdit {
        public Set {
            path = List.copyOf(path);
        }
    }

    /// Removes a key with its value, if it is there; the tables above it stay.
    record Unset(List<String> path) implements TomlEdit {
        public Unset {
            path = List.copyOf(path);
        }
    }

    /// Appends an element to an array of tables at the top level, and creates the array if it is missing.
    record Append(String array, ObjectNode element) implements TomlEdit {}

    /// Removes the Nth element, from 0, of an array of tables at the top.
    record Remove(String array, int index) implements TomlEdit {}

    /// @return `N` as a step of a path
    static String step(int index) {
        return "[" + index + "]";
    }

    /// @return the N of a step `[N]`, or -1 for the name of a key
    static int index(String step) {
        if (step.length() < 3 || step.charAt(0) != '[' || step.charAt(step.length() - 1) != ']') {
            return -1;
        }
        int n = 0;
        for (int i = 1; i < step.length() - 1; i++) {
            int digit = step.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i > 9) {
                return -1;
            }
            n = n * 10 + digit;
        }
        return n;
    }
}
