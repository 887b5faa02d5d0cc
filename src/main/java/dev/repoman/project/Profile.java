package dev.repoman.project;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An Incus profile.
///
/// @param config sorted by key, so that its printed form is the same in each run
/// @param etag what `If-Match` wants, or empty for a profile that was not read from the daemon
public record Profile(
        String name, String description, Map<String, String> config, SortedMap<String, Device> devices, String etag) {
    public Profile {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }

    /// @return whether both say the same to Incus; the ETag is not part of that
    public boolean sameContent(Profile other) {
        return description.equals(other.description) && config.equals(other.config) && devices.equals(other.devices);
    }

    public boolean hasNic() {
        return devices.values().stream().anyMatch(d -> d.type().equals("nic"));
    }

    public boolean hasRootDisk() {
        return devices.values().stream().anyMatch(Device::isRootDisk);
    }
}
