package dev.repoman.usecase;

import dev.repoman.host.FolderProbe;
import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.effect.IncusEffector;
import dev.repoman.plan.Action.ReplugDevice;
import dev.repoman.plan.Inside;
import dev.repoman.plan.MountParents;
import dev.repoman.plan.life.Desired;
import dev.repoman.plan.life.Hermes;
import dev.repoman.project.Device;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a container looks like from inside, as far as only that shows it: its mounts, and what repoman sets there.
@ApplicationScoped
public class LookInside {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<String> OURS = List.of(Desired.REPO_DEVICE, Hermes.DEVICE);

    /// The exit code is the answer: ANSWER, plus 1 or 2 if the folder $1 or $3 is not that of the host ($2, $4),
    /// plus 4 if git's configuration is not $5, plus 8 if $6 is empty and the user may become root, plus 16
    /// times the number of the first of the other folders that belongs to root.
    private static final int ANSWER = 64;

    /// What fits into an exit code.
    private static final int MOST_FOLDERS = (255 - ANSWER) / 16;

    private static final String LOOK = """
            code=%d
            same() { [ -z "$2" ] || ! shown=$(stat -c %%d:%%i "$1" 2>/dev/null) || [ "$shown" = "$2" ]; }
            same "$1" "$2" || code=$((code + 1))
            same "$3" "$4" || code=$((code + 2))
            [ -z "$5" ] || [ "$(cat %s 2>/dev/null)" = "$5" ] || code=$((code + 4))
            [ -n "$6" ] || ! timeout 2 sudo -n true 2>/dev/null || code=$((code + 8))
            shift 6
            number=1
            for folder; do
                [ "$(stat -c %%u "$folder" 2>/dev/null)" != 0 ] || exit $((code + 16 * number))
                number=$((number + 1))
            done
            exit $code
            """.formatted(ANSWER, Inside.GIT_CONFIG);

    private final Incus incus;
    private final IncusEffector effector;
    private final FolderProbe folders;
    private final HostUser user;

    public LookInside(Incus incus, IncusEffector effector, FolderProbe folders, HostUser user) {
        this.incus = incus;
        this.effector = effector;
        this.folders = folders;
        this.user = user;
    }

    /// @param stale those of the devices for the repository and the agent's data that still show a folder which
    ///     was deleted or moved since; another one may have its path now
    /// @param ofRoot a folder of the home that Incus made for a mount point, and that still belongs to root; null
    ///     if there is none
    /// @param identity whether git's configuration is not the wanted one
    /// @param sudo whether the user may become root, and should not
    record Look(Set<String> stale, @Nullable String ofRoot, boolean identity, boolean sudo) {
        static final Look NOTHING = new Look(Set.of(), null, false, false);
    }

    /// @param wanted what should be in its files; null if that does not matter
    /// @return nothing if the container is not running, is not ours, or its programs do not tell
    Look at(IncusProject project, @Nullable Instance instance, @Nullable Inside wanted) {
        if (instance == null || !instance.running() || !Ownership.isOf(instance.config(), user)) {
            return Look.NOTHING;
        }
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", LOOK, "repoman"));
        for (String name : OURS) {
            Device device = instance.devices().get(name);
            String source = device == null ? null : device.option("source");
            String path = device == null ? null : device.option("path");
            words.addAll(
                    source == null || !source.startsWith("/") || path == null
                            ? List.of("", "")
                            : List.of(path, folders.identity(source)));
        }
        String gitConfig = wanted == null ? null : wanted.gitConfig();
        words.add(gitConfig == null ? "" : gitConfig);
        words.add(wanted == null || wanted.sudo() ? "may" : "");
        List<String> parents =
                MountParents.of(Path.of(user.home()), instance.expandedDevices().values());
        words.addAll(parents.subList(0, Math.min(MOST_FOLDERS, parents.size())));
        int answer = ask(project, instance.name(), words) - ANSWER;
        if (answer < 0) {
            return Look.NOTHING;
        }
        Set<String> stale = new TreeSet<>();
        for (int i = 0; i < OURS.size(); i++) {
            if ((answer >> i & 1) == 1) {
                stale.add(OURS.get(i));
            }
        }
        int number = answer / 16;
        return new Look(
                stale,
                number > 0 && number <= parents.size() ? parents.get(number - 1) : null,
                (answer & 4) != 0,
                (answer & 8) != 0);
    }

    /// Attaches the repository of a running container again if it shows an old folder.
    ///
    /// @return whether it did
    public boolean refresh(IncusProject project, String name) {
        Instance instance = incus.instance(project, name).orElse(null);
        if (instance == null || !at(project, instance, null).stale().contains(Desired.REPO_DEVICE)) {
            return false;
        }
        Device repo = Objects.requireNonNull(instance.devices().get(Desired.REPO_DEVICE));
        effector.apply(new ReplugDevice(project, name, Desired.REPO_DEVICE, repo), Progress.NONE);
        return true;
    }

    private int ask(IncusProject project, String instance, List<String> words) {
        Exec look = new Exec(
                words,
                Map.of("PATH", "/usr/bin:/bin"),
                user.uid(),
                user.gid(),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                PATIENCE);
        try {
            return incus.exec(project, instance, look);
        } catch (IncusException _) {
            return 0; // stopped in the meantime, or stuck
        }
    }
}
