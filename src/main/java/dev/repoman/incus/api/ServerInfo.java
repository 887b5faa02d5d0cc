package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// @param auth `trusted` or `untrusted`
@RegisterForReflection
public record ServerInfo(
        @JsonProperty(required = true) String auth,
        @JsonProperty(required = true) Environment environment) {
    public record Environment(
            @JsonProperty(value = "server_version", required = true)
            String version) {}
}
