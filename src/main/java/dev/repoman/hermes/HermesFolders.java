package dev.repoman.hermes;

import dev.repoman.host.HostEnvironment;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/// Where hermes data is: the host's own, and that of each project.
@ApplicationScoped
public class HermesFolders {
    private final HostEnvironment env;
    private final HostUser user;

    public HermesFolders(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    /// `HERMES_HOME`, else `~/.hermes`.
    public Path host() {
        String given = env.get("HERMES_HOME");
        return given.startsWith("/") ? Path.of(given) : Path.of(user.home(), ".hermes");
    }

    /// The folder that holds one for each project, and nothing else.
    public Path all() {
        return env.dataHome(user.home()).resolve("repoman").resolve("hermes");
    }

    public Path stateDirFor(ProjectName name) {
        return all().resolve(name.value());
    }
}
