package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image of the local store.
///
/// @param size in bytes
@RegisterForReflection
public record ImageInfo(
        @JsonProperty(required = true) String fingerprint,
        @Nullable List<Alias> aliases,
        @Nullable Map<String, String> properties,
        long size) {
    public record Alias(@JsonProperty(required = true) String name) {}
}
