package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// The new name of an instance.
@RegisterForReflection
public record NameBody(String name) {}
