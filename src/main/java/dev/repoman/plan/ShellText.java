package dev.repoman.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Commands for the user to paste.
public final class ShellText {
    private ShellText() {}

    /// @return the words as a POSIX shell reads them back, quoted where they need it
    public static String command(String... words) {
        return Arrays.stream(words).map(ShellText::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
