package dev.repoman.host.jail;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.Programs;
import dev.repoman.project.HostUser;
import dev.repoman.project.Trace;
import java.util.Map;

/// Jails for tests that make no program run.
public final class Jails {
    private Jails() {}

    /// None at all: programs run as they are.
    public static Jail none() {
        HostUser user = new HostUser("root", 0, 0, "/nowhere", "/bin/sh");
        return new Bare(new Programs(new HostEnvironment(Map.of()), user), new Runner(Trace.NONE));
    }

    /// The real one, for tests in the lab.
    public static Jail bubblewrap() {
        HostUser user = new HostUser("root", 0, 0, "/nowhere", "/bin/sh");
        return new Bubblewrap(new Programs(new HostEnvironment(Map.of()), user), new Runner(Trace.NONE));
    }
}
