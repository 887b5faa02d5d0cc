package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// @param auth `trusted` or `untrusted`
@RegisterForReflection
public record ServerInfo(
        @JsonProperty(required = true) String auth,
        @JsonProperty(required = true) Environment environment) {
    public record Environment(
            @JsonProperty(value = "server_version", required = true)
            String version,

            @JsonProperty("server_clustered") boolean clustered,
            @JsonProperty("server_name") @Nullable String name) {
        /// @return its name in its cluster; empty where it is a single daemon
        public String member() {
            return clustered && name != null ? name : "";
        }
    }
}
