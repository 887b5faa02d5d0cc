package dev.repoman.registry;

import dev.repoman.project.Port;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a command changes in `repos.d/NAME.toml`.
///
/// @param added `[[port]]`
/// @param removed `[[port]]`
/// @param limits `[limits]`, by key: `cpu`, `memory`
public record OverrideEdit(List<Port> added, List<Port> removed, SortedMap<String, String> limits) {
    public static final OverrideEdit NONE = new OverrideEdit(List.of(), List.of(), new TreeMap<>());

    public OverrideEdit {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    public static OverrideEdit ofPorts(List<Port> added, List<Port> removed) {
        return new OverrideEdit(added, removed, new TreeMap<>());
    }

    public static OverrideEdit of(List<Port> ports, Map<String, String> limits) {
        return new OverrideEdit(ports, List.of(), new TreeMap<>(limits));
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
