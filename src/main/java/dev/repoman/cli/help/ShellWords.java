package dev.repoman.cli.help;

/// Words of a bash command line.
public final class ShellWords {
    private ShellWords() {}

    /// @param word as typed, possibly incomplete: an open quote is closed
    /// @return without quotes and backslashes; nothing is expanded
    public static String unquote(String word) {
        StringBuilder plain = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean last = i + 1 == word.length();
            if (c == '\\' && quote != '\'') {
                if (!last) {
                    char next = word.charAt(++i);
                    // inside double quotes a backslash is literal except before these
                    plain.append(quote == '"' && "\\\"$`".indexOf(next) < 0 ? "\\" + next : String.valueOf(next));
                }
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
