package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `incus` client on the user's terminal, which handles sizes, signals and raw mode. It gets our
/// configuration: in the user's own, the default remote could be another server and aliases other commands,
/// and the first run prints a greeting.
@ApplicationScoped
public class IncusClient {
    private static final String CONFIGURATION = """
            # made by repoman for its shells: the local daemon, and no aliases
            default-remote: local
            remotes:
              local:
                addr: unix://
                public: false
            aliases: {}
            """;

    private final Processes processes;
    private final HostEnvironment env;
    private final HostUser user;

    public IncusClient(Processes processes, HostEnvironment env, HostUser user) {
        this.processes = processes;
        this.env = env;
        this.user = user;
    }

    /// @param words of the command, without `incus`
    /// @return its exit code
    public int run(List<String> words) {
        List<String> command = new ArrayList<>(List.of("incus"));
        command.addAll(words);
        return processes.runInForeground(
                command, Map.of("INCUS_CONF", configuration().toString()));
    }

    private Path configuration() {
        Path folder = env.stateHome(user.home()).resolve("repoman").resolve("incus-client");
        Path file = folder.resolve("config.yml");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Files.writeString(file, CONFIGURATION);
            }
            return folder;
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot write " + file + ": " + Reasons.of(e), "see the folder's owner and mode", e);
        }
    }
}
