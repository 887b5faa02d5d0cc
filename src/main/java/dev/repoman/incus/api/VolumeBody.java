package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A new custom storage volume.
///
/// @param source null for an empty one
@RegisterForReflection
public record VolumeBody(
        String name, Map<String, String> config, @Nullable Source source) {
    /// @param type `migration`
    /// @param mode `push`: the daemon waits for it
    public record Source(String type, String mode) {}
}
