package dev.repoman.cli.help;

import java.util.Set;

/// The word of a command line that names the command.
public final class CommandWord {
    /// Options of `repoman` itself whose value is a separate word, which is not a command.
    private static final Set<String> TAKE_A_WORD = Set.of("--registry", "--color", "--trace-file");

    private CommandWord() {}

    /// @return the first word that is not an option, or nothing
    public static String of(String... args) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (TAKE_A_WORD.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return args[i];
            }
        }
        return "";
    }
}
