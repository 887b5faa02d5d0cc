package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The `incus` client on the user's terminal, which handles sizes, signals and raw mode. It gets our
/// configuration: in the user's own, the default remote could be another server and aliases other commands,
/// and the first run prints a greeting.
@ApplicationScoped
public class IncusClient {
    private static final Duration REACH = Duration.ofSeconds(10);
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
    private final RemoteProxy proxies;
    private final HostEnvironment env;
    private final HostUser user;

    public IncusClient(Processes processes, RemoteProxy proxies, HostEnvironment env, HostUser user) {
        this.processes = processes;
        this.proxies = proxies;
        this.env = env;
        this.user = user;
    }

    /// @param remote the daemon; empty for the one of this host
    /// @param words of the command, without `incus`
    /// @return its exit code
    public int run(String remote, List<String> words) {
        List<String> command = new ArrayList<>(List.of("incus"));
        command.addAll(words);
        Map<String, String> variables =
                new TreeMap<>(Map.of("INCUS_CONF", configuration().toString()));
        if (!remote.isEmpty()) {
            variables.put("INCUS_SOCKET", proxies.socket(remote, REACH).toString());
        }
        return processes.runInForeground(command, variables);
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
