package dev.repoman.toml;

/// A text that is not TOML, or an edit that its structure does not allow.
public class TomlException extends Exception {
    private final int line;

    /// @param line counted from 1; 0 if no line is at fault
    public TomlException(int line, String message) {
        // the parsers quote their input, which may contain control sequences for a terminal
        super(message.replaceAll("\\p{Cntrl}", "?"));
        this.line = line;
    }

    public int line() {
        return line;
    }

    /// @return the message; never null
    public String what() {
        return String.valueOf(getMessage());
    }
}
