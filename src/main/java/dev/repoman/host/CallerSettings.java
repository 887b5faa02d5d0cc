package dev.repoman.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.repoman.project.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a program inside a container is told of the caller's terminal, language and time zone.
public final class CallerSettings {
    /// The variable with the compiled terminfo entry of TERM, in base64.
    public static final String TERMINFO = "REPOMAN_TERMINFO";

    /// The variable with the rule of the time zone TZ, which needs no time zone data: `CET-1CEST,M3.5.0,M10.5.0/3`.
    public static final String ZONE_RULE = "REPOMAN_ZONE_RULE";

    /// The greatest entry that ncurses reads.
    private static final int LARGEST_ENTRY = 32 * 1024;

    private CallerSettings() {}

    /// @return variables, those that are not empty
    public static Map<String, String> find(HostEnvironment env, HostUser user) {
        return find(env, user, Path.of("/"));
    }

    static Map<String, String> find(HostEnvironment env, HostUser user, Path root) {
        Map<String, String> found = new TreeMap<>();
        for (String name : List.of("TERM", "COLORTERM", "LANG")) {
            found.put(name, env.get(name));
        }
        found.put(TERMINFO, terminfo(env, user, root));
        String zone = env.get("TZ").isEmpty() ? localZone(root) : env.get("TZ").replaceFirst("^:", "");
        String rule = rule(zone.isEmpty() ? root.resolve("etc/localtime") : zoneFile(root, zone));
        found.put("TZ", zone.isEmpty() ? rule : zone);
        found.put(ZONE_RULE, rule);
        found.values().removeIf(String::isEmpty);
        return found;
    }

    /// Terminals bring their entry in a folder of their own (kitty, ghostty), or the user has compiled it.
    private static String terminfo(HostEnvironment env, HostUser user, Path root) {
        String term = env.get("TERM");
        if (!term.matches("[A-Za-z0-9][A-Za-z0-9+._-]*")) {
            return "";
        }
        return Stream.concat(
                        Stream.of(env.get("TERMINFO"), user.home() + "/.terminfo"),
                        Stream.concat(
                                Stream.of(env.get("TERMINFO_DIRS").split(":")),
                                Stream.of("etc", "lib", "usr/share", "usr/lib", "usr/local/share")
                                        .map(folder -> root.resolve(folder) + "/terminfo")))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, term.substring(0, 1), term))
                .map(CallerSettings::bytes)
                .filter(entry -> entry.length > 0 && entry.length <= LARGEST_ENTRY)
                .findFirst()
                .map(Base64.getEncoder()::encodeToString)
                .orElse("");
    }

    private static String localZone(Path root) {
        try {
            String target =
                    Files.readSymbolicLink(root.resolve("etc/localtime")).toString();
            int at = target.indexOf("zoneinfo/");
            return at < 0 ? "" : target.substring(at + "zoneinfo/".length());
        } catch (IOException | UnsupportedOperationException _) {
            return ""; // UTC, or a copy of the zone's file
        }
    }

    private static Path zoneFile(Path root, String zone) {
        return root.resolve("usr/share/zoneinfo").resolve(zone);
    }

    /// @return the last line of a time zone's file (RFC 9636), or nothing
    private static String rule(Path file) {
        String content = new String(bytes(file), ISO_8859_1);
        if (!content.startsWith("TZif") || !content.endsWith("\n")) {
            return "";
        }
        return content.substring(content.lastIndexOf('\n', content.length() - 2) + 1)
                .strip();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException _) {
            return new byte[0];
        }
    }
}
