package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// The name of an image, as the daemon sends and takes it.
///
/// @param name null in a body that changes the alias which the path names
/// @param target the image's fingerprint
@RegisterForReflection
public record AliasInfo(
        @Nullable String name,
        @Nullable String description,
        @JsonProperty(required = true) String target) {}
