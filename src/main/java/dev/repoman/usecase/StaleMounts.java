package dev.repoman.usecase;

import dev.repoman.host.FolderProbe;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusEffector;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.Action.ReplugDevice;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A mount keeps showing the folder that it was created from, even if that was deleted or moved since, and
/// another folder has its path now. Only a look from inside the container shows this.
@ApplicationScoped
public class StaleMounts {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OTHER = 4;
    private static final String COMPARE = """
            shown=$(stat -c %%d:%%i "$1") || exit 0
            [ "$shown" = "$2" ] || exit %d
            """.formatted(OTHER);

    private final Incus incus;
    private final IncusEffector effector;
    private final FolderProbe folders;
    private final HostUser user;

    public StaleMounts(Incus incus, IncusEffector effector, FolderProbe folders, HostUser user) {
        this.incus = incus;
        this.effector = effector;
        this.folders = folders;
        this.user = user;
    }

    /// @return those of the instance's devices for the repository and the agent's data that show an old folder;
    ///     none if its programs do not tell
    Set<String> of(String project, Instance instance) {
        Set<String> stale = new TreeSet<>();
        for (String name : List.of(Desired.REPO_DEVICE, Hermes.DEVICE)) {
            if (isStale(project, instance, instance.devices().get(name))) {
                stale.add(name);
            }
        }
        return stale;
    }

    /// Attaches the repository of our running container again if it shows an old folder.
    ///
    /// @return whether it did
    public boolean refresh(String project, String name) {
        Instance instance = incus.instance(project, name)
                .filter(it -> Ownership.isOf(it.config(), user))
                .orElse(null);
        Device repo = instance == null ? null : instance.devices().get(Desired.REPO_DEVICE);
        if (instance == null || repo == null || !isStale(project, instance, repo)) {
            return false;
        }
        effector.apply(new ReplugDevice(project, name, Desired.REPO_DEVICE, repo), Progress.NONE);
        return true;
    }

    private boolean isStale(String project, Instance instance, @Nullable Device device) {
        String source = device == null ? null : device.option("source");
        String path = device == null ? null : device.option("path");
        String now = source == null ? "" : folders.identity(source);
        if (!instance.running() || path == null || now.isEmpty()) {
            return false;
        }
        Exec compare = new Exec(
                List.of("/bin/sh", "-c", COMPARE, "repoman", path, now),
                Map.of("PATH", "/usr/bin:/bin"),
                user.uid(),
                user.gid(),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                PATIENCE);
        try {
            return incus.exec(project, instance.name(), compare) == OTHER;
        } catch (IncusException _) {
            return false; // stopped in the meantime, or stuck
        }
    }
}
