package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// @param managed whether Incus made it
@RegisterForReflection
public record NetworkInfo(boolean managed) {}
