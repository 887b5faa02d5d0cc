package dev.repoman.incus;

import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.NameBody;
import dev.repoman.incus.api.VolumeBody;
import dev.repoman.project.IncusProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/// The custom storage volumes of Incus: folders on a pool, which outlive the instances that they are attached to.
@ApplicationScoped
public class Volumes {
    private static final Duration CHANGE = Duration.ofMinutes(2);

    private final Daemons daemons;

    public Volumes(Daemons daemons) {
        this.daemons = daemons;
    }

    public boolean has(IncusProject project, String pool, String volume) {
        return IncusErrors.found(
                        () -> daemons.rest(project.remote()).get(path(project, pool, volume), NameBody.class),
                        Reason.NOT_FOUND)
                .isPresent();
    }

    /// Its content belongs to a user of the instances that it is attached to.
    ///
    /// @throws IncusException NAME_TAKEN if it already exists
    public void create(IncusProject project, String pool, String volume, long uid, long gid) {
        VolumeBody body = new VolumeBody(
                volume,
                Map.of("initial.uid", Long.toString(uid), "initial.gid", Long.toString(gid), "initial.mode", "0755"));
        daemons.rest(project.remote()).change("POST", path(project, pool, ""), body, CHANGE, Progress.NONE);
    }

    /// @throws IncusException IN_USE if an instance names it
    public void delete(IncusProject project, String pool, String volume) {
        daemons.rest(project.remote()).change("DELETE", path(project, pool, volume), null, CHANGE, Progress.NONE);
    }

    private static String path(IncusProject project, String pool, String volume) {
        return "/1.0/storage-pools/" + SocketIncus.escape(pool) + "/volumes/custom"
                + (volume.isEmpty() ? "" : "/" + SocketIncus.escape(volume)) + "?" + SocketIncus.in(project);
    }
}
