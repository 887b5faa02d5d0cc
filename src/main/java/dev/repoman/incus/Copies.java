package dev.repoman.incus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.api.InstanceBody;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/// Copies of instances.
@ApplicationScoped
public class Copies {
    /// A pool that cannot copy on write copies every file.
    private static final Duration COPY = Duration.ofMinutes(60);

    private static final String MACHINE_ID = "/etc/machine-id";

    private final Rest rest;

    public Copies(IncusLocation location, ObjectMapper mapper, Trace trace) {
        rest = new Rest(UnixChannel.transport(location.socket()), mapper, trace);
    }

    /// Copies an instance without its snapshots; the copy is stopped.
    ///
    /// @param project of Incus
    /// @param config keys that differ
    /// @throws IncusException NAME_TAKEN if there is one of that name
    void copy(String project, String from, String to, Map<String, String> config, Progress progress) {
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
                new InstanceBody.Source("copy", null, null, null, null, null, from, project, true));
        rest.change("POST", "/1.0/instances?" + SocketIncus.in(project), body, COPY, progress);
    }

    /// Lets systemd create another identity when the instance starts next; one without systemd has none.
    void forgetMachineId(String project, String name) {
        String path = "/1.0/instances/" + SocketIncus.escape(name) + "/files?path=" + SocketIncus.escape(MACHINE_ID)
                + "&" + SocketIncus.in(project);
        if (rest.kind(path).equals("file")) {
            rest.empty(path);
        }
    }
}
