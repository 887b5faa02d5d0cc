package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A storage volume.
///
/// @param location the member of a cluster; `none` or empty without one
/// @param usedBy addresses of what it is attached to
@RegisterForReflection
public record VolumeInfo(
        @JsonProperty(required = true) String name,
        @Nullable String location,
        @Nullable Map<String, String> config,
        @JsonProperty("used_by") @Nullable List<String> usedBy) {}
