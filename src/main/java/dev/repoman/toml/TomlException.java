package dev.repoman.toml;

/// A text that is no TOML, or an edit that its structure does not allow.
public class TomlException extends Exception {
    private final int line;

    /// @param line counted from 1; 0 where no line is to blame
    public TomlException(int line, String message) {
        // the parsers quote what they found, and that may be what a terminal would obey
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
