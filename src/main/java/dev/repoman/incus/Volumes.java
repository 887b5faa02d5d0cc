package dev.repoman.incus;

import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.MigrationBody;
import dev.repoman.incus.api.VolumeBody;
import dev.repoman.incus.api.VolumeInfo;
import dev.repoman.plan.life.RepositoryVolume;
import dev.repoman.project.IncusProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The custom storage volumes of Incus: folders on a pool, which outlive the instances that they are attached to.
@ApplicationScoped
public class Volumes {
    private static final Duration CHANGE = Duration.ofMinutes(2);

    /// Its user, as of an instance.
    private static final String UID = "user.repoman.uid";

    private final Daemons daemons;

    public Volumes(Daemons daemons) {
        this.daemons = daemons;
    }

    /// @param project of Incus
    /// @param uid of the user
    /// @return volumes that nothing uses and no other user created; empty if there is no such pool
    public List<RepositoryVolume> unused(IncusProject project, String pool, long uid) {
        return IncusErrors.found(
                        () -> daemons.rest(project.remote())
                                .list(path(project, pool, "") + "&recursion=1", VolumeInfo.class),
                        Reason.NOT_FOUND)
                .orElse(List.of())
                .stream()
                .filter(volume -> volume.usedBy() == null || volume.usedBy().isEmpty())
                .filter(volume -> Long.toString(uid)
                        .equals(IncusJson.strings(volume.config()).getOrDefault(UID, Long.toString(uid))))
                .map(volume -> new RepositoryVolume(pool, volume.name(), IncusJson.member(volume.location())))
                .toList();
    }

    /// Its content belongs to a user of the instances that it is attached to.
    ///
    /// @param target the member of a cluster; empty without one
    /// @throws IncusException NAME_TAKEN if it already exists
    public void create(IncusProject project, String pool, String volume, long uid, long gid, String target) {
        VolumeBody body = new VolumeBody(
                volume,
                Map.of(
                        "initial.uid",
                        Long.toString(uid),
                        "initial.gid",
                        Long.toString(gid),
                        "initial.mode",
                        "0755",
                        UID,
                        Long.toString(uid)),
                null);
        daemons.rest(project.remote())
                .change("POST", path(project, pool, "") + IncusJson.target(target), body, CHANGE, Progress.NONE);
    }

    /// Copies one that no running instance uses to another daemon.
    ///
    /// @param target the member of a cluster; empty without one
    /// @throws IncusException NAME_TAKEN if it already exists
    public void copy(
            IncusProject from,
            String pool,
            String volume,
            IncusProject to,
            String toPool,
            String toVolume,
            String target,
            Progress progress) {
        String path = path(from, pool, volume);
        Map<String, String> config = new TreeMap<>(IncusJson.strings(
                daemons.rest(from.remote()).get(path, VolumeInfo.class).config()));
        // which ids its files have is part of what is copied, and its folder has its owner by then, so initial.* would
        // give it another one; other keys belong to the pool
        config.keySet().removeIf(key -> !key.matches("(user|volatile\\.idmap)\\..*|size"));
        Relay.copy(
                daemons.rest(from.remote()),
                new Relay.Request(path, new MigrationBody(volume, true)),
                daemons.rest(to.remote()),
                new Relay.Request(
                        path(to, toPool, "") + IncusJson.target(target),
                        new VolumeBody(toVolume, config, new VolumeBody.Source("migration", "push"))),
                progress);
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
