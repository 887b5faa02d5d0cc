package dev.repoman.project;

import java.util.Map;
import java.util.SortedMap;

/// An Incus profile.
///
/// @param etag what `If-Match` wants, or empty for a profile that was not read from the daemon
public record Profile(
        String name, String description, Map<String, String> config, SortedMap<String, Device> devices, String etag) {
    public Profile {
        config = Map.copyOf(config);
    }

    public boolean hasRootDisk() {
        return devices.values().stream().anyMatch(Device::isRootDisk);
    }
}
