package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance, as the daemon sends it.
///
/// @param expandedDevices its own and those of its profiles
/// @param state null unless it was asked for
@RegisterForReflection
public record InstanceInfo(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String status,
        @Nullable String architecture,
        @Nullable String description,
        @Nullable Boolean ephemeral,
        @Nullable Boolean stateful,
        @Nullable List<String> profiles,
        @Nullable Map<String, String> config,
        @Nullable Map<String, Map<String, String>> devices,
        @JsonProperty("expanded_devices") @Nullable Map<String, Map<String, String>> expandedDevices,
        @Nullable State state) {
    /// @param network null while it is stopped
    public record State(@Nullable Map<String, NetworkState> network) {}
}
