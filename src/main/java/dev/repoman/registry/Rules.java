package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a value of the registry may be. Each rule returns what is wrong, or null.
final class Rules {
    /// The container's user is in it.
    private static final String CLOUD_INIT = "cloud-init.user-data";

    private static final Set<String> BOUNDARY = Set.of("security.privileged", "security.guestapi");

    private Rules() {}

    /// No name in Incus, of an image or of a variable has control characters.
    static @Nullable String filled(String text) {
        return text.isBlank()
                ? "is empty"
                : text.chars().anyMatch(Character::isISOControl) ? "has control characters" : null;
    }

    static @Nullable String name(String text) {
        String complaint = ProjectName.complaint(text);
        return complaint == null ? null : "is not a name: " + complaint;
    }

    static @Nullable String image(String text) {
        try {
            ImageRef.parse(text);
            return null;
        } catch (RepomanException e) {
            return "is not an image: " + e.what();
        }
    }

    /// A remote of the user's `incus` configuration, which is also the name of a host here.
    static @Nullable String remote(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}") ? null : "is not the name of a remote";
    }

    /// The name of a host with a domain, in lower case; never a number, which could be an address of this host. `*.`
    /// before it means all below it.
    static @Nullable String hostName(String text) {
        return text.matches("(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]([a-z0-9-]*[a-z0-9])")
                ? null
                : "is not the name of a host";
    }

    /// The rule of Incus; repoman's own names are reserved.
    static @Nullable String deviceName(String text) {
        if (text.equals("repo") || text.equals("hermes-state") || text.equals("ssh-agent") || Port.isName(text)) {
            return "is reserved for repoman";
        }
        return text.matches("[A-Za-z0-9][A-Za-z0-9_./-]{0,63}") ? null : "is not the name of a device";
    }

    /// A key of Incus that an override may set: none by which repoman knows its containers, none that has a section of
    /// its own here, and none that opens the boundary between container and host.
    static @Nullable String incusKey(String key) {
        if (!key.matches("[a-z][a-z0-9_-]*(\\.[A-Za-z0-9_-]+)+")) {
            return "is not a key of Incus";
        }
        if (key.startsWith("environment.")) {
            return "has a section of its own: [environment]";
        }
        boolean reserved = key.startsWith("user.repoman.") || key.startsWith("volatile.") || key.equals(CLOUD_INIT);
        boolean boundary = key.startsWith("raw.") || BOUNDARY.contains(key);
        return reserved
                ? "is reserved for repoman"
                : boundary ? "would open the boundary between container and host" : null;
    }

    /// A path of the host: absolute, or below the home as `~` or `~/…`.
    static @Nullable String hostPath(String text) {
        if (text.indexOf('\0') >= 0) {
            return "contains a NUL character";
        }
        boolean whole = text.startsWith("/") || text.equals("~") || text.startsWith("~/");
        return whole ? null : "is not an absolute path";
    }

    /// A path below another: relative, and not leading out of it.
    static @Nullable String below(String text) {
        if (text.isBlank()) {
            return "is empty";
        }
        if (text.indexOf('\0') >= 0) {
            return "contains a NUL character";
        }
        if (text.startsWith("/")) {
            return "is absolute";
        }
        List<String> steps = List.of(text.split("/"));
        if (steps.contains("..") || steps.isEmpty()) {
            return "points outside";
        }
        return steps.contains(".") ? "contains a \".\"" : null;
    }

    /// A repository: a folder below `repos_root`, or anywhere on the host by its whole path.
    static @Nullable String repository(String text) {
        if (!text.startsWith("/") && !text.startsWith("~/")) {
            return below(text);
        }
        if (text.indexOf('\0') >= 0) {
            return "contains a NUL character";
        }
        return List.of(text.split("/")).contains("..") ? "contains a \"..\"" : null;
    }

    static @Nullable String url(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (!http || uri.getHost() == null) {
                return "is not the address of a web server";
            }
            // ollama treats an address without a port as port 80
            return uri.getPort() < 0 ? "has no port" : null;
        } catch (URISyntaxException _) {
            return "is not the address of a web server";
        }
    }

    static @Nullable String wiring(String text) {
        return text.equals("lan") || text.equals("proxy") ? null : "is neither";
    }

    static @Nullable String containment(String text) {
        return Containment.isOne(text) ? null : "is not a level";
    }

    static @Nullable String time(String text) {
        return text.isEmpty() || isCanonical(text) || instant(text) != null ? null : "is not a time";
    }

    /// @return the time in UTC, to the second, or empty for an empty text
    static String utc(String text) {
        if (isCanonical(text)) {
            return text;
        }
        Instant instant = text.isEmpty() ? null : instant(text);
        return instant == null ? "" : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// As repoman writes it. A formatter takes ten times as long, and half the time of reading a large
    /// registry.
    private static boolean isCanonical(String text) {
        if (text.length() != 20) {
            return false;
        }
        for (int i = 0; i < 20; i++) {
            char form = "0000-00-00T00:00:00Z".charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        int month = number(text, 5, 7);
        return month >= 1
                && month <= 12
                && number(text, 8, 10) >= 1
                && number(text, 8, 10)
                        <= YearMonth.of(number(text, 0, 4), month).lengthOfMonth()
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }

    private static @Nullable Instant instant(String text) {
        String iso = text.replace(' ', 'T').toUpperCase(java.util.Locale.ROOT);
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException _) {
            // without a zone it is read as repoman writes it
        }
        try {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
