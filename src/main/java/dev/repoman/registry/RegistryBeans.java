package dev.repoman.registry;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.nio.file.Path;

/// Stands in for the command line's choice of a registry where nothing else makes one.
@Dependent
class RegistryBeans {
    @Produces
    @DefaultBean
    @Dependent
    RegistryLocation location() {
        String home = System.getenv().getOrDefault("HOME", ".");
        return new RegistryLocation(Path.of(home, ".config", "repoman", "repoman.toml"));
    }
}
