package dev.repoman.incus.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// A storage pool.
@RegisterForReflection
public record PoolInfo(@JsonProperty(required = true) String driver) {
    /// What is left in it.
    @RegisterForReflection
    public record Resources(@JsonProperty(required = true) Space space) {}

    /// In bytes.
    ///
    /// @param used missing in a pool that is empty
    @RegisterForReflection
    public record Space(
            long used, @JsonProperty(required = true) long total) {
        public long free() {
            return total - used;
        }
    }
}
