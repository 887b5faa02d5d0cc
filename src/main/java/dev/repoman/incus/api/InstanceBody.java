package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance, as the daemon takes it: whole to create it or to replace its shape, in part to merge.
///
/// @param name only of a new one
/// @param type only of a new one: `container`
/// @param source only of a new one
@RegisterForReflection
public record InstanceBody(
        @Nullable String name,
        @Nullable String type,
        @Nullable String architecture,
        @Nullable String description,
        @Nullable Boolean ephemeral,
        @Nullable Boolean stateful,
        @Nullable List<String> profiles,
        @Nullable Map<String, String> config,
        @Nullable Map<String, Map<String, String>> devices,
        @Nullable Source source) {
    /// @param type `image`, `copy`, or `migration` from another daemon
    /// @param alias of the image; null if its fingerprint is given
    /// @param source the instance that is copied; `project` is its Incus project
    /// @param instanceOnly without its snapshots
    /// @param mode `pull` from a server, `push` for what is waited for; null for the local store
    public record Source(
            String type,
            @Nullable String alias,
            @Nullable String fingerprint,
            @Nullable String mode,
            @Nullable String server,
            @Nullable String protocol,
            @Nullable String source,
            @Nullable String project,
            @JsonProperty("instance_only") @Nullable Boolean instanceOnly) {}
}
