package dev.repoman.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An Incus instance as the daemon reports it.
///
/// @param status `Running`, `Stopped`, `Frozen`, `Error` …, the daemon's word
/// @param location the member of a cluster that it is on; empty without one
/// @param config local configuration, without that of profiles
/// @param expandedConfig local configuration and that of the profiles
/// @param devices local devices
/// @param expandedDevices local devices and those of the profiles
/// @param addresses global ones, if they were requested
/// @param snapshots names, if they were requested
public record Instance(
        String name,
        String status,
        String location,
        List<String> profiles,
        Map<String, String> config,
        Map<String, String> expandedConfig,
        SortedMap<String, Device> devices,
        SortedMap<String, Device> expandedDevices,
        List<Address> addresses,
        List<String> snapshots) {
    /// The prefix of the keys of variables.
    public static final String VARIABLE = "environment.";

    public Instance {
        profiles = List.copyOf(profiles);
        config = Collections.unmodifiableMap(new TreeMap<>(config));
        expandedConfig = Map.copyOf(expandedConfig);
        addresses = List.copyOf(addresses);
        snapshots = List.copyOf(snapshots);
    }

    /// @param family `inet` or `inet6`
    public record Address(String device, String family, String value) {}

    /// @return the variables that it gives to programs, those of its profiles included
    public SortedMap<String, String> environment() {
        SortedMap<String, String> environment = new TreeMap<>();
        expandedConfig.forEach((key, value) -> {
            if (key.startsWith(VARIABLE)) {
                environment.put(key.substring(VARIABLE.length()), value);
            }
        });
        return environment;
    }

    /// @return whether its member of the cluster is gone, so that Incus knows only its name
    public boolean offline() {
        return status.equals("Error") && !location.isEmpty() && profiles.isEmpty() && config.isEmpty();
    }

    public boolean running() {
        return status.equals("Running");
    }

    /// @return our keys of the instance, or null if repoman did not create it
    public @Nullable Ownership ownership() {
        return Ownership.of(config);
    }
}
