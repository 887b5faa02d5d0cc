package dev.repoman.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The part of an instance that can be changed while it exists. The daemon replaces it as a whole.
///
/// @param config local configuration, the daemon's own `volatile.*` keys included
/// @param devices local devices
public record Shape(List<String> profiles, SortedMap<String, String> config, SortedMap<String, Device> devices) {
    public Shape {
        profiles = List.copyOf(profiles);
        config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
        devices = Collections.unmodifiableSortedMap(new TreeMap<>(devices));
    }

    public static Shape of(List<String> profiles, Map<String, String> config, Map<String, Device> devices) {
        return new Shape(profiles, new TreeMap<>(config), new TreeMap<>(devices));
    }

    /// @param now the same instance, as it is now
    /// @return this, with the daemon's own keys as they are now: it refuses to have them reset
    public Shape over(Shape now) {
        SortedMap<String, String> keys = new TreeMap<>(config);
        keys.keySet().removeIf(Shape::isTheDaemons);
        now.config().forEach((key, value) -> {
            if (isTheDaemons(key)) {
                keys.put(key, value);
            }
        });
        return new Shape(profiles, keys, devices);
    }

    private static boolean isTheDaemons(String key) {
        return key.startsWith("volatile.");
    }
}
