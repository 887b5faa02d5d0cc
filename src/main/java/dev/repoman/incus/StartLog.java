package dev.repoman.incus;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log of liblxc, whose lines are `lxc NAME TIME LEVEL MODULE - FILE:FUNCTION:LINE - TEXT`.
final class StartLog {
    /// The first error; later ones are its consequences.
    private static final Pattern ERROR =
            Pattern.compile("^lxc .* ERROR +\\S+ - (?:\\S+:\\d+ - )?(.+)$", Pattern.MULTILINE);

    /// A folder as liblxc names it, with the number of an open file: `19/mnt/x`.
    private static final Pattern OPEN_FILE = Pattern.compile("\\b\\d+:?\\d*(?=/)");

    private StartLog() {}

    /// @return why the container did not start
    static Optional<String> cause(String log) {
        Matcher error = ERROR.matcher(log);
        return error.find() ? Optional.of(OPEN_FILE.matcher(error.group(1)).replaceAll("")) : Optional.empty();
    }
}
