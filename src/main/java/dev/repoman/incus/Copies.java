package dev.repoman.incus;

import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.api.InstanceBody;
import dev.repoman.incus.api.InstanceInfo;
import dev.repoman.incus.api.MigrationBody;
import dev.repoman.project.Device;
import dev.repoman.project.IncusProject;
import dev.repoman.project.InstanceSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/// Copies of instances.
@ApplicationScoped
public class Copies {
    /// A pool that cannot copy on write copies every file.
    private static final Duration COPY = Duration.ofMinutes(60);

    private static final String MACHINE_ID = "/etc/machine-id";

    private final Daemons daemons;

    public Copies(Daemons daemons) {
        this.daemons = daemons;
    }

    /// Copies an instance without its snapshots; the copy is stopped.
    ///
    /// @param config keys that differ
    /// @param target the member of a cluster; empty without one
    /// @throws IncusException NAME_TAKEN if there is one of that name
    public void copy(
            IncusProject project,
            String from,
            String to,
            Map<String, String> config,
            String target,
            Progress progress) {
        InstanceBody body = new InstanceBody(
                to,
                "container",
                null,
                null,
                null,
                null,
                null,
                config,
                null,
                new InstanceBody.Source("copy", null, null, null, null, null, from, project.name(), true));
        daemons.rest(project.remote())
                .change(
                        "POST",
                        "/1.0/instances?" + SocketIncus.in(project) + IncusJson.target(target),
                        body,
                        COPY,
                        progress);
    }

    /// Copies a stopped instance to another daemon, with its snapshots; the copy is stopped. Ids inside are the same on
    /// both.
    ///
    /// @param spec of the copy
    /// @throws IncusException NAME_TAKEN if there is one of that name
    public void move(IncusProject from, String name, IncusProject to, InstanceSpec spec, Progress progress) {
        String path = SocketIncus.path(name) + "?" + SocketIncus.in(from);
        String architecture =
                daemons.rest(from.remote()).get(path, InstanceInfo.class).architecture();
        InstanceBody body = new InstanceBody(
                spec.name(),
                "container",
                architecture,
                null,
                null,
                null,
                spec.profiles(),
                spec.config(),
                Device.options(spec.devices()),
                new InstanceBody.Source("migration", null, null, "push", null, null, null, null, false));
        Relay.copy(
                daemons.rest(from.remote()),
                new Relay.Request(path, new MigrationBody(name, true)),
                daemons.rest(to.remote()),
                new Relay.Request("/1.0/instances?" + SocketIncus.in(to) + IncusJson.target(spec.target()), body),
                progress);
    }

    /// Lets systemd create another identity when the instance starts next; one without systemd has none.
    public void forgetMachineId(IncusProject project, String name) {
        String path = "/1.0/instances/" + SocketIncus.escape(name) + "/files?path=" + SocketIncus.escape(MACHINE_ID)
                + "&" + SocketIncus.in(project);
        if (daemons.rest(project.remote()).kind(path).equals("file")) {
            daemons.rest(project.remote()).empty(path);
        }
    }
}
