package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A profile, as the daemon sends and takes it.
///
/// @param name null in a body that changes the profile which the path names
@RegisterForReflection
public record ProfileInfo(
        @Nullable String name,
        @Nullable String description,
        @Nullable Map<String, String> config,
        @Nullable Map<String, Map<String, String>> devices) {}
