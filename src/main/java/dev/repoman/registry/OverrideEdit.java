package dev.repoman.registry;

import dev.repoman.project.Containment;
import dev.repoman.project.Port;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a command changes in `repos.d/NAME.toml`.
///
/// @param added `[[port]]`
/// @param removed `[[port]]`
/// @param limits `[limits]`, by key: `cpu`, `memory`
/// @param containment set where it is there
public record OverrideEdit(
        List<Port> added, List<Port> removed, SortedMap<String, String> limits, Optional<Containment> containment) {
    public static final OverrideEdit NONE = new OverrideEdit(List.of(), List.of(), new TreeMap<>(), Optional.empty());

    public OverrideEdit {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    public static OverrideEdit ofPorts(List<Port> added, List<Port> removed) {
        return new OverrideEdit(added, removed, new TreeMap<>(), Optional.empty());
    }

    public static OverrideEdit of(List<Port> ports, Map<String, String> limits) {
        return new OverrideEdit(ports, List.of(), new TreeMap<>(limits), Optional.empty());
    }

    public OverrideEdit with(Containment level) {
        return new OverrideEdit(added, removed, limits, Optional.of(level));
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
