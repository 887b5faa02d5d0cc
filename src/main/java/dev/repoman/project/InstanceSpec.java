package dev.repoman.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The desired shape of a new instance.
///
/// @param target the member of a cluster that gets it, or `@` and a group; empty to leave it to Incus
public record InstanceSpec(
        String name,
        ImageRef image,
        List<String> profiles,
        Map<String, String> config,
        SortedMap<String, Device> devices,
        String target) {
    public InstanceSpec {
        profiles = List.copyOf(profiles);
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }
}
