package dev.repoman.cli.console;

import java.lang.Character.UnicodeScript;

/// How many columns of a terminal a text takes: 2 for the wide letters of East Asia and for emoji, 0 for
/// marks that combine with the letter before them and for what is not printed. The JDK has no such table, but
/// it knows scripts, categories and emoji; terminals differ on the rest.
public final class Width {
    private static final int JOINER = 0x200D;
    private static final int EMOJI_VARIANT = 0xFE0F;

    private Width() {}

    public static int of(String text) {
        int columns = 0;
        int i = 0;
        while (i < text.length()) {
            int end = clusterEnd(text, i);
            columns += cluster(text, i, end);
            i = end;
        }
        return columns;
    }

    /// @return the longest start of `text` that takes at most `columns`, with no letter cut in two
    static String cut(String text, int columns) {
        int used = 0;
        int i = 0;
        while (i < text.length()) {
            int end = clusterEnd(text, i);
            used += cluster(text, i, end);
            if (used > columns) {
                return text.substring(0, i);
            }
            i = end;
        }
        return text;
    }

    /// @return `text` if it fits, otherwise its start and an ellipsis
    public static String fit(String text, int columns) {
        return of(text) <= columns ? text : cut(text, columns - 1) + "…";
    }

    /// What a terminal draws as one: a letter with its marks, or an emoji with everything joined to it.
    private static int clusterEnd(String text, int start) {
        int first = text.codePointAt(start);
        int at = start + Character.charCount(first);
        boolean flag = isRegional(first);
        while (at < text.length()) {
            int next = text.codePointAt(at);
            if (next == JOINER && at + 1 < text.length() && Character.isEmoji(first)) {
                at++;
                next = text.codePointAt(at);
            } else if (flag && isRegional(next)) {
                flag = false;
            } else if (columns(next) != 0 && !Character.isEmojiModifier(next)) {
                break;
            }
            at += Character.charCount(next);
        }
        return at;
    }

    private static int cluster(String text, int start, int end) {
        int first = text.codePointAt(start);
        boolean emoji = text.indexOf(EMOJI_VARIANT, start, end) > 0 && Character.isEmoji(first);
        return emoji || isRegional(first) ? 2 : columns(first);
    }

    private static boolean isRegional(int point) {
        return point >= 0x1F1E6 && point <= 0x1F1FF;
    }

    private static int columns(int point) {
        if (point < 0x300) {
            return Character.isISOControl(point) || point == 0xAD ? 0 : 1;
        }
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 0;
            default -> isJamoTail(point) ? 0 : isWide(point) || Character.isEmojiPresentation(point) ? 2 : 1;
        };
    }

    /// The vowels and final consonants that stand inside the block of the syllable's first one.
    private static boolean isJamoTail(int point) {
        return point >= 0x1160 && point <= 0x11FF || point >= 0xD7B0 && point <= 0xD7FF;
    }

    private static boolean isWide(int point) {
        if (point < 0x1100 || point >= 0xFF61 && point <= 0xFFDC) { // the latter are the halfwidth forms
            return false;
        }
        if (point >= 0x3000 && point <= 0x303E
                || point >= 0xFF01 && point <= 0xFF60
                || point >= 0xFFE0 && point <= 0xFFE6) {
            return true; // punctuation, fullwidth forms
        }
        if (point >= 0xFE30 && point <= 0xFE6B
                || point >= 0x3200 && point <= 0x33FF
                || point >= 0x31C0 && point <= 0x31EF) {
            return true; // forms for vertical text, letters and months in circles and squares, strokes
        }
        return switch (UnicodeScript.of(point)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, TANGUT, NUSHU, KHITAN_SMALL_SCRIPT -> true;
            default -> point >= 0x30FB && point <= 0x30FC;
        };
    }
}
