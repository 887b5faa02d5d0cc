package dev.repoman.cli.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The word of a command line that names the command.
public final class CommandWord {
    /// Options of `repoman` itself whose value is a separate word, which is not a command.
    private static final Set<String> TAKE_A_WORD = Set.of("--registry", "--color", "--trace-file");

    /// Other words for commands.
    private static final Map<String, String> ALIASES = Map.of("ls", "list", "rm", "remove");

    private CommandWord() {}

    /// @return the first word that is not an option, or nothing
    public static String of(String... args) {
        int at = index(args);
        return at < 0 ? "" : args[at];
    }

    /// @param commands that there are
    /// @return the arguments with `ls` and `rm` by their names, `help COMMAND` as `COMMAND --help`, and `version`
    ///     as `--version`
    public static String[] plain(Set<String> commands, String... args) {
        int at = index(args);
        if (at < 0) {
            return args;
        }
        List<String> words = new ArrayList<>(List.of(args));
        switch (args[at]) {
            case "help" -> {
                words.remove(at);
                if (at >= words.size() || commands.contains(words.get(at))) {
                    words.add("--help");
                }
            }
            case "version" -> words.set(at, "--version");
            default -> words.set(at, ALIASES.getOrDefault(args[at], args[at]));
        }
        return words.toArray(String[]::new);
    }

    private static int index(String... args) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (TAKE_A_WORD.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return i;
            }
        }
        return -1;
    }
}
