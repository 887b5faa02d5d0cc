package dev.repoman.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The desired shape of a new instance.
public record InstanceSpec(
        String name,
        ImageRef image,
        List<String> profiles,
        Map<String, String> config,
        SortedMap<String, Device> devices) {
    public InstanceSpec {
        profiles = List.copyOf(profiles);
        config = Collections.unmodifiableMap(new TreeMap<>(config));
    }
}
