package dev.repoman.incus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.NameBody;
import dev.repoman.incus.api.VolumeBody;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/// The custom storage volumes of Incus: folders on a pool, which outlive the instances that they are attached to.
@ApplicationScoped
public class Volumes {
    private static final Duration CHANGE = Duration.ofMinutes(2);

    private final Rest rest;

    public Volumes(IncusLocation location, ObjectMapper mapper, Trace trace) {
        rest = new Rest(UnixChannel.transport(location.socket()), mapper, trace);
    }

    /// @param project of Incus
    public boolean has(String project, String pool, String volume) {
        return IncusErrors.found(() -> rest.get(path(project, pool, volume), NameBody.class), Reason.NOT_FOUND)
                .isPresent();
    }

    /// Its content belongs to a user of the instances that it is attached to.
    ///
    /// @throws IncusException NAME_TAKEN if it already exists
    public void create(String project, String pool, String volume, long uid, long gid) {
        VolumeBody body = new VolumeBody(
                volume,
                Map.of("initial.uid", Long.toString(uid), "initial.gid", Long.toString(gid), "initial.mode", "0755"));
        rest.change("POST", path(project, pool, ""), body, CHANGE, Progress.NONE);
    }

    /// @throws IncusException IN_USE if an instance names it
    public void delete(String project, String pool, String volume) {
        rest.change("DELETE", path(project, pool, volume), null, CHANGE, Progress.NONE);
    }

    private static String path(String project, String pool, String volume) {
        return "/1.0/storage-pools/" + SocketIncus.escape(pool) + "/volumes/custom"
                + (volume.isEmpty() ? "" : "/" + SocketIncus.escape(volume)) + "?" + SocketIncus.in(project);
    }
}
