package dev.repoman.incus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/// Where the daemon's socket is.
public record IncusLocation(Path socket) {
    /// The order of Incus' own client: `INCUS_SOCKET`, `$INCUS_DIR/unix.socket`, `/run/incus`,
    /// `/var/lib/incus`.
    public static IncusLocation find(Map<String, String> env) {
        return find(env, Files::exists);
    }

    static IncusLocation find(Map<String, String> env, Predicate<Path> exists) {
        String socket = env.getOrDefault("INCUS_SOCKET", "");
        if (!socket.isEmpty()) {
            return new IncusLocation(Path.of(socket));
        }
        String dir = env.getOrDefault("INCUS_DIR", "");
        if (!dir.isEmpty()) {
            return new IncusLocation(Path.of(dir, "unix.socket"));
        }
        Path run = Path.of("/run/incus/unix.socket");
        return new IncusLocation(exists.test(run) ? run : Path.of("/var/lib/incus/unix.socket"));
    }
}
