package dev.repoman.registry;

import java.nio.file.Path;

/// Where the registry is: decided by the command line and the environment, not here.
public record RegistryLocation(Path file) {}
