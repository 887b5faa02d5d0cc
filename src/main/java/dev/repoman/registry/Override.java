package dev.repoman.registry;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `repos.d/NAME.toml`: how one project differs from the defaults. A missing key means the default.
///
/// @param hermes `[hermes].enabled`
/// @param environment `[environment]`, set on the container in addition to its profiles'
/// @param devices `[[device]]` in their order, then those that forward each `[[port]]`
/// @param unknownKeys unknown dotted keys; they are ignored
public record Override(
        Optional<String> image,
        Optional<List<String>> profiles,
        Optional<Boolean> backup,
        Optional<Boolean> hermes,
        Map<String, String> environment,
        List<Device> devices,
        List<String> unknownKeys) {

    /// An Incus device as Incus takes it: all values are strings.
    ///
    /// @param options everything but the name, `type` included
    public record Device(String name, Map<String, String> options) {
        public Device {
            options = Collections.unmodifiableMap(new TreeMap<>(options));
        }
    }

    public static final Override NONE = new Override(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), List.of(), List.of());

    public Override {
        profiles = profiles.map(List::copyOf);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        devices = List.copyOf(devices);
        unknownKeys = List.copyOf(unknownKeys);
    }
}
