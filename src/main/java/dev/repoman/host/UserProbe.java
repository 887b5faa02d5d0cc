package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Who runs this. The uid and gid are those of the process, from `/proc`; name and home come from the
/// environment, or else from `/etc/passwd`, never from the JVM or a name service (musl returns `?` there).
public final class UserProbe {
    private UserProbe() {}

    public static HostUser find(HostEnvironment env) {
        return find(env, Path.of("/proc/self"), Path.of("/etc/passwd"));
    }

    static HostUser find(HostEnvironment env, Path self, Path passwd) {
        long uid = attribute(self, "unix:uid");
        String[] entry = entry(passwd, fields -> fields[2].equals(Long.toString(uid)));
        String name = name(env, passwd, uid, entry);
        String home = firstOf(env.get("HOME"), field(entry, 5), null);
        if (name == null || home == null || !home.startsWith("/") || (name + home).indexOf('\uFFFD') >= 0) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "cannot determine the user name and home folder of uid " + uid,
                    "set USER and HOME (an absolute path), in UTF-8");
        }
        String shell = firstOf(env.get("SHELL"), field(entry, 6), "/bin/sh");
        checkOwner(home, uid);
        String plainHome = home.length() > 1 && home.endsWith("/") ? home.substring(0, home.length() - 1) : home;
        return new HostUser(name, uid, attribute(self, "unix:gid"), plainHome, shell == null ? "/bin/sh" : shell);
    }

    /// USER, unless it is the name of another user: `sudo -E` and scripts pass it from one user to the next.
    private static @Nullable String name(HostEnvironment env, Path passwd, long uid, String[] entry) {
        for (String given : List.of(env.get("USER"), env.get("LOGNAME"))) {
            if (given.matches("[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*\\$?") && !isAnothers(passwd, given, uid)) {
                return given;
            }
        }
        return field(entry, 0);
    }

    private static boolean isAnothers(Path passwd, String name, long uid) {
        String[] entry = entry(passwd, fields -> fields[0].equals(name));
        return entry.length > 0 && !Long.toString(uid).equals(entry[2]);
    }

    /// As root in another user's home, everything that repoman creates would belong to root, and its owner
    /// could not use it.
    private static void checkOwner(String home, long uid) {
        Path folder = Path.of(home);
        if (!Files.isDirectory(folder)) {
            return;
        }
        long owner = attribute(folder, "unix:uid");
        if (owner != uid && uid == 0) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "HOME is " + home + ", which belongs to uid " + owner + ", but this runs as root",
                    "run repoman as that user, who has to be in group incus-admin");
        }
    }

    private static long attribute(Path self, String name) {
        try {
            return ((Number) Files.getAttribute(self, name)).longValue();
        } catch (IOException e) {
            throw new RepomanException(Fault.ENVIRONMENT, "cannot read " + self, "is /proc mounted?", e);
        }
    }

    private static String[] entry(Path passwd, Predicate<String[]> wanted) {
        try {
            List<String> lines =
                    new String(Files.readAllBytes(passwd), UTF_8).lines().toList();
            for (String line : lines) {
                String[] fields = line.split(":", -1);
                if (fields.length >= 7 && wanted.test(fields)) {
                    return fields;
                }
            }
        } catch (IOException _) {
            // a host without the file uses the environment
        }
        return new String[0];
    }

    private static @Nullable String field(String[] entry, int at) {
        return at < entry.length ? entry[at] : null;
    }

    private static @Nullable String firstOf(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
