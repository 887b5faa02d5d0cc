package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image of the local store.
///
/// @param type `container` or `virtual-machine`
/// @param source which image of which server it is a copy of
/// @param size in bytes
@RegisterForReflection
public record ImageInfo(
        @JsonProperty(required = true) String fingerprint,
        @Nullable List<Alias> aliases,
        @Nullable Map<String, String> properties,
        @Nullable String type,
        @JsonProperty("update_source") @Nullable Source source,
        long size) {
    public record Alias(@JsonProperty(required = true) String name) {}

    public record Source(@Nullable String server, @Nullable String alias) {}
}
