package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A project, as the daemon sends and takes it.
@RegisterForReflection
public record ProjectInfo(
        @JsonProperty(required = true) String name,
        @Nullable String description,
        @Nullable Map<String, String> config) {}
