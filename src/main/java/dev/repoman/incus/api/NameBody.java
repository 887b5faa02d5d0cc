package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// The name of a new snapshot, or the new one of an instance.
@RegisterForReflection
public record NameBody(String name) {}
