package dev.repoman.incus;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A command to run inside an instance, without a terminal. Incus itself sets HOME and USER only for uid 0
/// and ignores a `cwd` that does not exist (`docs/incus-facts.md`), so the whole environment is passed and
/// the command changes to its folder itself.
///
/// @param limit then the command is given up, with an [IncusException] of reason STALLED
public record Exec(
        List<String> command,
        Map<String, String> environment,
        long uid,
        long gid,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr,
        Duration limit) {
    /// A user's command has no time limit; the user can interrupt it.
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    public Exec(
            List<String> command,
            Map<String, String> environment,
            long uid,
            long gid,
            InputStream stdin,
            OutputStream stdout,
            OutputStream stderr) {
        this(command, environment, uid, gid, stdin, stdout, stderr, NO_LIMIT);
    }

    boolean isLimited() {
        return limit.compareTo(NO_LIMIT) < 0;
    }

    public Exec {
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    }
}
