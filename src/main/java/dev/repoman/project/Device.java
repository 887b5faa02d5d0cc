package dev.repoman.project;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A device of an instance or a profile: option names to values, all strings as Incus wants them (`"true"`,
/// not `true`).
public record Device(SortedMap<String, String> options) {
    public Device {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    public static Device of(Map<String, String> options) {
        return new Device(new TreeMap<>(options));
    }

    /// A disk device that shows `path` of the host at the same path inside, with the same numeric owners.
    public static Device shared(String path) {
        return of(Map.of("type", "disk", "source", path, "path", path, "shift", "true"));
    }

    /// @return the options of each, by the names of the devices
    public static Map<String, Map<String, String>> options(SortedMap<String, Device> devices) {
        Map<String, Map<String, String>> options = new TreeMap<>();
        devices.forEach((name, device) -> options.put(name, device.options()));
        return options;
    }

    public @Nullable String option(String name) {
        return options.get(name);
    }

    public Device with(String name, String value) {
        SortedMap<String, String> changed = new TreeMap<>(options);
        changed.put(name, value);
        return new Device(changed);
    }

    public String type() {
        return options.getOrDefault("type", "");
    }

    /// @return whether this is the disk that holds the instance's own file system
    public boolean isRootDisk() {
        return type().equals("disk") && "/".equals(option("path")) && !options.containsKey("source");
    }
}
