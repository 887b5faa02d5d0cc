package dev.repoman.incus.api;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// Asks a daemon for an instance or a volume, for another daemon.
///
/// @param name of it
/// @param migration true
@RegisterForReflection
public record MigrationBody(String name, boolean migration) {}
