package dev.repoman.host;

import dev.repoman.plan.OllamaFact;
import dev.repoman.plan.setup.SetupFacts.HermesFact;
import dev.repoman.plan.setup.SetupFacts.LauncherFact;
import dev.repoman.project.HostUser;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the programs that start agents. Runs none of them.
@ApplicationScoped
public class AgentProbe {
    private static final List<String> AGENTS = List.of("claude", "hermes");

    private final HostEnvironment env;
    private final HostUser user;

    public AgentProbe(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    public List<LauncherFact> launchers() {
        List<LauncherFact> found = new ArrayList<>();
        for (String name : AGENTS) {
            Path path = bin(name);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                found.add(new LauncherFact(name, path.toString(), target(path)));
            }
        }
        return found;
    }

    /// `HERMES_HOME`, or `~/.hermes`. hermes has had two install layouts; both are recognised.
    public HermesFact hermes() {
        String given = env.get("HERMES_HOME");
        Path home = Path.of(given.startsWith("/") ? given : user.home() + "/.hermes");
        boolean data = Files.isDirectory(home);
        Path launcher = bin("hermes");
        if (!Files.exists(launcher, LinkOption.NOFOLLOW_LINKS)) {
            return new HermesFact(home.toString(), data, null, "");
        }
        String target = target(launcher);
        String kind = Files.isSymbolicLink(launcher)
                ? target == null ? "a link that leads nowhere" : "runs from " + user.contract(target)
                : "started by the wrapper " + user.contract(launcher.toString());
        return new HermesFact(home.toString(), data, launcher.toString(), kind);
    }

    /// @return the `ollama` program where the profile shares it from, else the first of `PATH`, else null
    public @Nullable String ollama() {
        if (Files.isExecutable(Path.of(OllamaFact.SHARED_BINARY))) {
            return OllamaFact.SHARED_BINARY;
        }
        for (String folder : env.get("PATH").split(":")) {
            Path program = Path.of(folder, "ollama");
            if (folder.startsWith("/") && Files.isExecutable(program) && !Files.isDirectory(program)) {
                return program.toString();
            }
        }
        return null;
    }

    private Path bin(String name) {
        return Path.of(user.home(), ".local/bin", name);
    }

    private static @Nullable String target(Path path) {
        try {
            return path.toRealPath().toString();
        } catch (IOException _) {
            return null;
        }
    }
}
