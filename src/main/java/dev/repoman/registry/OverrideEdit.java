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
/// @param settings by table and key: `limits.cpu`, `config.snapshots.schedule`
/// @param containment set where it is there
/// @param devices `[[device]]` that are added
/// @param sshAgent whether `[ssh].agent` is set
public record OverrideEdit(
        List<Port> added,
        List<Port> removed,
        SortedMap<String, String> settings,
        Optional<Containment> containment,
        List<Override.Device> devices,
        boolean sshAgent) {
    public static final OverrideEdit NONE =
            new OverrideEdit(List.of(), List.of(), new TreeMap<>(), Optional.empty(), List.of(), false);

    public OverrideEdit {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
        devices = List.copyOf(devices);
    }

    public static OverrideEdit ofPorts(List<Port> added, List<Port> removed) {
        return new OverrideEdit(added, removed, new TreeMap<>(), Optional.empty(), List.of(), false);
    }

    public static OverrideEdit of(List<Port> ports, Map<String, String> settings) {
        return new OverrideEdit(ports, List.of(), new TreeMap<>(settings), Optional.empty(), List.of(), false);
    }

    public OverrideEdit with(Containment level) {
        return new OverrideEdit(added, removed, settings, Optional.of(level), devices, sshAgent);
    }

    public OverrideEdit withDevice(Override.Device device) {
        return new OverrideEdit(added, removed, settings, containment, List.of(device), sshAgent);
    }

    public OverrideEdit withSshAgent() {
        return new OverrideEdit(added, removed, settings, containment, devices, true);
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
