package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// @param restore the name of a snapshot of the instance
@RegisterForReflection
public record RestoreBody(String restore) {}
