package dev.repoman.project;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A port of the container that is forwarded from the host: in Incus, a proxy device `port-HOST`.
///
/// @param address of the host, as Incus takes it: IPv4, or IPv6 in brackets
/// @param host from 1024, since those below are root's
/// @param container on loopback inside
public record Port(String address, int host, int container) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final String HOST_ALLOWED = "PORT or ADDRESS:PORT, with a port from 1024 to 65535";
    public static final String CONTAINER_ALLOWED = "a port of the container, 1 to 65535";

    private static final String PREFIX = "port-";
    private static final int FIRST = 1024;
    private static final int LAST = 65535;
    private static final Pattern HOST = Pattern.compile("(?:((?:BYTE\\.){3}BYTE|\\[[0-9a-fA-F:.]+]):)?(\\d{1,5})"
            .replace("BYTE", "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)"));

    /// @param text `[HOST:]CONTAINER`; without HOST the same port
    /// @throws RepomanException USAGE
    public static Port parse(String text) {
        int colon = text.lastIndexOf(':');
        String inside = text.substring(colon + 1);
        String host = colon < 0 ? inside : text.substring(0, colon);
        String wrong = containerComplaint(inside);
        if (wrong != null) {
            throw new RepomanException(Fault.USAGE, "the port \"" + inside + "\" " + wrong, CONTAINER_ALLOWED);
        }
        wrong = hostComplaint(host);
        if (wrong != null) {
            throw new RepomanException(
                    Fault.USAGE,
                    "the host's port \"" + host + "\" " + wrong,
                    HOST_ALLOWED + ", for example 8080:" + inside);
        }
        return of(host, inside);
    }

    /// @param host without complaint
    /// @param container without complaint
    public static Port of(String host, String container) {
        Matcher parts = HOST.matcher(host);
        if (!parts.matches()) {
            throw new IllegalArgumentException(host);
        }
        String address = parts.group(1) == null ? LOOPBACK : parts.group(1);
        return new Port(address, Integer.parseInt(parts.group(2)), Integer.parseInt(container));
    }

    /// @return whether a word of a command line is a port, and so not the name of a project
    public static boolean isMeant(String word) {
        return !word.isEmpty() && word.matches("[0-9.:]+|\\[.*|.*:.*") && !word.matches("\\.+");
    }

    public static @Nullable String containerComplaint(String text) {
        return text.matches("\\d{1,5}") && isIn(1, text) ? null : "is not a port";
    }

    public static @Nullable String hostComplaint(String text) {
        Matcher parts = HOST.matcher(text);
        if (!parts.matches() || !isIn(1, parts.group(2))) {
            return "is not a port";
        }
        return isIn(FIRST, parts.group(2)) ? null : "is reserved for root";
    }

    private static boolean isIn(int first, String number) {
        return Integer.parseInt(number) >= first && Integer.parseInt(number) <= LAST;
    }

    /// @return the port that a device forwards, if that is what it is for
    public static Optional<Port> of(String name, Map<String, String> options) {
        String listen = options.getOrDefault("listen", "").replaceFirst("^tcp:", "");
        String connect = options.getOrDefault("connect", "").replaceFirst("^.*:", "");
        boolean ours = isName(name) && hostComplaint(listen) == null && containerComplaint(connect) == null;
        return ours ? Optional.of(of(listen, connect)) : Optional.empty();
    }

    /// @return whether it is the name of such a device
    public static boolean isName(String device) {
        return device.matches(PREFIX + "\\d+");
    }

    /// @return the name of its device
    public String name() {
        return PREFIX + host;
    }

    public Device device() {
        return Device.of(Map.of(
                "type",
                "proxy",
                "bind",
                "host",
                "listen",
                "tcp:" + listen(),
                "connect",
                "tcp:" + LOOPBACK + ":" + container));
    }

    /// @return `127.0.0.1:8080`
    public String listen() {
        return address + ":" + host;
    }

    @Override
    public String toString() {
        return (address.equals(LOOPBACK) ? "" : address + ":") + host + ":" + container;
    }
}
