package dev.repoman.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text from outside (names of files, words of a daemon, values of a registry) made safe for a terminal:
/// characters that move the cursor, change the direction of text or start a new line are escaped.
public final class Printable {
    /// Control characters, and format characters, which are invisible and change the rest of the text.
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    /// What [Style] writes: the only escape sequences that are allowed in a line.
    private static final Pattern COLOUR = Pattern.compile("\\G\\x1b\\[(?:[012]|3[123])m");

    private Printable() {}

    /// @return one line, whatever is in the text
    public static String text(String text) {
        return UNSEEN.matcher(text).find() ? written(text, false) : text;
    }

    /// @return the lines of the text, with the colours of [Style]
    public static String lines(String text) {
        return UNSEEN.matcher(text).find() ? written(text, true) : text;
    }

    /// @param document JSON, which has such characters only in strings
    /// @return the same document
    public static String json(String document) {
        return UNSEEN.matcher(document).replaceAll(found -> {
            String character = found.group();
            if (character.equals("\n")) {
                return character;
            }
            StringBuilder escaped = new StringBuilder();
            character.chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
            return escaped.toString();
        });
    }

    private static String written(String text, boolean ours) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        Matcher colour = COLOUR.matcher(text);
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (ours && c == 0x1b && colour.find(i)) {
                out.append(colour.group());
                i = colour.end();
                continue;
            }
            String character = Character.toString(c);
            if (ours && (c == '\n' || c == '\t') || !UNSEEN.matcher(character).matches()) {
                out.append(character);
            } else {
                out.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> c < 0x100 ? String.format("\\x%02x", c) : String.format("\\u{%x}", c);
                        });
            }
            i += Character.charCount(c);
        }
        return out.toString();
    }
}
