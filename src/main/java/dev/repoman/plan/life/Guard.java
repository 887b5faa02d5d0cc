package dev.repoman.plan.life;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.project.Device;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The network interface of a guarded container. Incus keeps it from other guarded containers and from another MAC
/// address; its name on the host is what the rules of root recognise it by.
public final class Guard {
    /// Of the name of the interface on the host, which may have 15 characters.
    public static final String INTERFACE = "rmg";

    private static final String HOST_NAME = "host_name";
    private static final Map<String, String> CLOSED =
            Map.of("security.port_isolation", "true", "security.mac_filtering", "true");

    private Guard() {}

    /// @return whether it is an interface on a bridge, the only kind that can be guarded
    public static boolean guards(Device device) {
        return device.type().equals("nic")
                && (device.option("network") != null || "bridged".equals(device.option("nictype")));
    }

    /// @param devices of a container, those of its profiles included
    static boolean isGuarded(Map<String, Device> devices) {
        return devices.values().stream()
                .filter(Guard::guards)
                .allMatch(device -> device.options().entrySet().containsAll(CLOSED.entrySet()));
    }

    /// @param container what tells the container from all others
    /// @param is the interface that it has by itself, or null; it keeps its name
    static Device guarded(Device nic, String container, @Nullable Device is) {
        Device guarded = nic;
        for (Map.Entry<String, String> option : CLOSED.entrySet()) {
            guarded = guarded.with(option.getKey(), option.getValue());
        }
        String name = is == null ? null : is.option(HOST_NAME);
        return guarded.with(
                HOST_NAME, name != null && name.startsWith(INTERFACE) ? name : INTERFACE + digest(container));
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
