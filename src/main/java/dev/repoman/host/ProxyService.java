package dev.repoman.host;

import dev.repoman.plan.Action;
import dev.repoman.plan.life.Sealed;
import dev.repoman.plan.setup.HttpProxy;
import dev.repoman.plan.setup.SetupFacts.ProxyFact;
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
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The HTTP proxy of sealed projects: its files below the user's configuration, and its service.
@ApplicationScoped
public class ProxyService {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Programs programs;
    private final Processes processes;
    private final PortProbe ports;
    private final HostEnvironment env;
    private final HostUser user;

    public ProxyService(Programs programs, Processes processes, PortProbe ports, HostEnvironment env, HostUser user) {
        this.programs = programs;
        this.processes = processes;
        this.ports = ports;
        this.env = env;
        this.user = user;
    }

    /// @return whether something listens at its port
    public boolean answers() {
        return ports.isLocal(Sealed.HOST_PROXY);
    }

    /// @param allowed the names in the registry
    /// @return null where there are none, and there is no service
    public @Nullable ProxyFact look(List<String> allowed) {
        Path home = env.configHome(user.home());
        if (allowed.isEmpty() && !Files.exists(HttpProxy.unit(home))) {
            return null;
        }
        SortedMap<String, String> files = new TreeMap<>();
        for (Path file : List.of(HttpProxy.config(home), HttpProxy.names(home), HttpProxy.unit(home))) {
            try {
                files.put(file.toString(), Files.readString(file));
            } catch (IOException _) {
                // written again
            }
        }
        String runtime = env.get("XDG_RUNTIME_DIR");
        return new ProxyFact(
                home,
                programs.find(HttpProxy.PROGRAM).map(Path::toString).orElse(null),
                !runtime.isEmpty() && Files.exists(Path.of(runtime, "systemd/private")),
                files,
                answers());
    }

    void apply(Action.WriteProxy proxy) throws IOException {
        for (Map.Entry<String, String> file : proxy.files().entrySet()) {
            Path path = Path.of(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        if (proxy.start()) {
            systemctl("daemon-reload");
            systemctl("enable", HttpProxy.SERVICE);
            systemctl("restart", HttpProxy.SERVICE);
        }
    }

    private void systemctl(String... words) {
        List<String> line = new ArrayList<>(List.of("systemctl", "--user"));
        line.addAll(List.of(words));
        Processes.Result result = processes.run(line, String.join(" ", line), Map.of(), LIMIT);
        if (result.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    String.join(" ", line) + " failed: " + result.lastLine(),
                    "journalctl --user -u " + HttpProxy.SERVICE + " may say more");
        }
    }
}
