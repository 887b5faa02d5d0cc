package dev.repoman.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.cli.console.Session;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.RemoteProxy;
import dev.repoman.host.UserProbe;
import dev.repoman.incus.Daemons;
import dev.repoman.incus.IncusLocation;
import dev.repoman.project.HostUser;
import dev.repoman.project.Trace;
import dev.repoman.registry.RegistryLocation;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/// What the other packages get from outside: the environment, and what follows from the options. Each bean is
/// created on first use, so after parsing, and never while a native executable is built.
final class Beans {
    @Produces
    @Singleton
    HostEnvironment environment() {
        return new HostEnvironment(System.getenv());
    }

    @Produces
    @Singleton
    HostUser user(HostEnvironment env) {
        return UserProbe.find(env);
    }

    @Produces
    @Singleton
    IncusLocation incus(HostEnvironment env) {
        return IncusLocation.find(env.variables());
    }

    @Produces
    @Singleton
    Daemons daemons(IncusLocation here, RemoteProxy proxy, ObjectMapper mapper, Trace trace) {
        return new Daemons(here, proxy::socket, mapper, trace);
    }

    /// `--registry`, then REPOMAN_REGISTRY, then the XDG folder.
    @Produces
    @Singleton
    RegistryLocation registry(Session session, HostEnvironment env, HostUser user) {
        String given = session.registry();
        if (given == null && !env.get("REPOMAN_REGISTRY").isEmpty()) {
            given = env.get("REPOMAN_REGISTRY");
        }
        return new RegistryLocation(
                given == null
                        ? env.registry(user.home())
                        : Path.of(user.expand(given)).toAbsolutePath());
    }

    @Produces
    @Singleton
    Trace trace(Tracing tracing) {
        return tracing.trace();
    }
}
