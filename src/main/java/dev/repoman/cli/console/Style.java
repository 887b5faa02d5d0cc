package dev.repoman.cli.console;

/// Colour or none. The sixteen colours of the terminal's own theme, so that it is readable on dark and on
/// light.
public enum Style {
    PLAIN,
    COLOR;

    public String good(String text) {
        return code("32", text);
    }

    public String bad(String text) {
        return code("31", text);
    }

    public String warn(String text) {
        return code("33", text);
    }

    public String strong(String text) {
        return code("1", text);
    }

    public String faint(String text) {
        return code("2", text);
    }

    /// A line about something from outside: `note: TEXT`.
    public String labelled(String label, String text) {
        return warn(label + ":") + " " + Printable.text(text);
    }

    private String code(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
    }
}
