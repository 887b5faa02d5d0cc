package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A member of a cluster.
///
/// @param status `Online`, `Offline` …
@RegisterForReflection
public record MemberInfo(
        @JsonProperty(value = "server_name", required = true)
        String name,

        @JsonProperty(required = true) String status,
        @Nullable List<String> groups) {}
