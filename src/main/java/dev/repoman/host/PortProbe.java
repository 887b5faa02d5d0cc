package dev.repoman.host;

import dev.repoman.project.Port;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which ports something listens at, from the kernel's tables `/proc/net/tcp` and `tcp6`. Incus takes six seconds
/// to find out that a port is taken, and does not say so.
@ApplicationScoped
public class PortProbe {
    /// Addresses are hex, each word of four bytes little-endian.
    private static final String ANY = "0{8}|0{32}";

    /// Those at which a connection to 127.0.0.1 arrives.
    private static final String LOCAL = ANY + "|[0-9A-F]{6}7F|0{16}FFFF0000(0{8}|[0-9A-F]{6}7F)";

    /// @return whether another program of the host listens there
    public boolean isTaken(Port port) {
        String address = port.address();
        String pattern =
                address.startsWith("[") || address.equals("0.0.0.0") ? ".*" : ANY + "|(0{16}FFFF0000)?" + hex(address);
        return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .anyMatch(table -> listening(read(table), pattern).contains(port.host()));
    }

    /// @return whether something listens there for connections to 127.0.0.1
    boolean isLocal(int port) {
        return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .anyMatch(table -> listening(read(table), LOCAL).contains(port));
    }

    /// @return whether something listens at that port of every address of the host
    public boolean isEverywhere(int port) {
        return List.of("/proc/net/tcp", "/proc/net/tcp6").stream()
                .anyMatch(table -> listening(read(table), ANY).contains(port));
    }

    /// @param tables both, of a container
    /// @return the ports at which a connection to 127.0.0.1 arrives
    public static SortedSet<Integer> reachable(String tables) {
        return listening(tables, LOCAL);
    }

    private static SortedSet<Integer> listening(String table, String address) {
        SortedSet<Integer> ports = new TreeSet<>();
        table.lines().map(line -> line.strip().split(" +")).forEach(words -> {
            // sl local_address rem_address st …; state 0A listens
            if (words.length > 3 && words[3].equals("0A") && words[1].matches("(" + address + "):[0-9A-F]{4}")) {
                ports.add(HexFormat.fromHexDigits(words[1].substring(words[1].indexOf(':') + 1)));
            }
        });
        return ports;
    }

    private static String hex(String ipv4) {
        StringBuilder hex = new StringBuilder();
        for (String part : List.of(ipv4.split("\\.")).reversed()) {
            hex.append(HexFormat.of().withUpperCase().toHexDigits((byte) Integer.parseInt(part)));
        }
        return hex.toString();
    }

    private static String read(String table) {
        try {
            return Files.readString(Path.of(table));
        } catch (IOException _) {
            return ""; // without IPv6 there is no second one
        }
    }
}
