package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance, as the daemon sends it.
///
/// @param location the member of a cluster; `none` without one
/// @param expandedDevices its own and those of its profiles
/// @param expandedConfig its own and that of its profiles
/// @param state null unless it was asked for
/// @param snapshots null unless they were asked for, or if there are none
@RegisterForReflection
public record InstanceInfo(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String status,
        @Nullable String location,
        @Nullable String architecture,
        @Nullable String description,
        @Nullable Boolean ephemeral,
        @Nullable Boolean stateful,
        @Nullable List<String> profiles,
        @Nullable Map<String, String> config,
        @Nullable Map<String, Map<String, String>> devices,
        @JsonProperty("expanded_config") @Nullable Map<String, String> expandedConfig,
        @JsonProperty("expanded_devices") @Nullable Map<String, Map<String, String>> expandedDevices,
        @Nullable State state,
        @Nullable List<Snapshot> snapshots) {
    /// @param createdAt RFC 3339
    /// @param size in bytes; not more than 0 where the pool does not tell
    @RegisterForReflection
    public record Snapshot(
            @JsonProperty(required = true) String name,
            @JsonProperty("created_at") @Nullable String createdAt,
            @Nullable Long size) {}

    /// @param network null while it is stopped
    public record State(@Nullable Map<String, NetworkState> network) {}
}
