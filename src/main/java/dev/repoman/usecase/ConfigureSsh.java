package dev.repoman.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.OwnProgram;
import dev.repoman.host.SshFolder;
import dev.repoman.plan.life.SshConfig;
import dev.repoman.project.Bytes;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.registry.RegistryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// `ssh-config`: an alias for each project.
@ApplicationScoped
public class ConfigureSsh {
    private final RegistryStore registry;
    private final SshFolder folder;
    private final OwnProgram program;
    private final HostUser user;
    private final HostEnvironment env;

    public ConfigureSsh(
            RegistryStore registry, SshFolder folder, OwnProgram program, HostUser user, HostEnvironment env) {
        this.registry = registry;
        this.folder = folder;
        this.program = program;
        this.user = user;
        this.env = env;
    }

    /// A file, before and after.
    public record Edit(Path file, Bytes before, Bytes after) {}

    public SshConfig config() {
        Path path = registry.path();
        List<String> words = new ArrayList<>(program.lasting());
        if (!path.equals(env.registry(user.home()))) {
            words.addAll(List.of("--registry", path.toString()));
        }
        Registry known = registry.load();
        return new SshConfig(
                user.contract(path.toString()),
                words,
                user,
                folder.key().toString(),
                known.projects().stream().map(Project::name).toList());
    }

    /// @return what to write so that ssh knows the projects: nothing if it does
    public List<Edit> edits(SshConfig config) {
        List<Edit> edits = new ArrayList<>();
        Bytes before = folder.read(folder.config()).orElse(Bytes.NONE);
        Bytes after = Bytes.of(config.text().getBytes(UTF_8));
        if (!before.equals(after)) {
            edits.add(new Edit(folder.config(), before, after));
        }
        Bytes own = folder.read(folder.usersConfig()).orElse(Bytes.NONE);
        String included = user.contract(folder.config().toString());
        if (!SshConfig.includes(new String(own.toArray(), UTF_8), included)) {
            edits.add(new Edit(folder.usersConfig(), own, prepended(SshConfig.include(included) + "\n", own)));
        }
        return edits;
    }

    public void install(List<Edit> edits) {
        edits.forEach(edit -> folder.replace(edit.file(), edit.after()));
    }

    /// After a change of the registry: the file that `--install` wrote for it names its projects, as far as it can be
    /// written. ssh finds a new project anyway.
    public void follow() {
        try {
            Optional<Bytes> before = folder.read(folder.config());
            if (before.isEmpty()) {
                return;
            }
            SshConfig config = config();
            Bytes after = Bytes.of(config.text().getBytes(UTF_8));
            if (!before.get().equals(after)
                    && new String(before.get().toArray(), UTF_8).startsWith(config.title() + "\n")) {
                folder.replace(folder.config(), after);
            }
        } catch (RepomanException _) {
            // the change itself is done
        }
    }

    private static Bytes prepended(String line, Bytes rest) {
        byte[] first = line.getBytes(UTF_8);
        byte[] old = rest.toArray();
        byte[] whole = Arrays.copyOf(first, first.length + old.length);
        System.arraycopy(old, 0, whole, first.length, old.length);
        return Bytes.of(whole);
    }
}
