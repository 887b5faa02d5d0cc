package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/// A new custom storage volume.
@RegisterForReflection
public record VolumeBody(String name, Map<String, String> config) {}
