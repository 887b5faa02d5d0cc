package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// @param action `start`, `stop`, `freeze` or `unfreeze`
/// @param timeout in seconds
@RegisterForReflection
public record StateBody(String action, long timeout, boolean force) {}
