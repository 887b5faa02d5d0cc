package dev.repoman.usecase.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.incus.Kept;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which agents run in a container, by the names of its processes.
@ApplicationScoped
public class AgentsInside {
    private static final Set<String> KNOWN =
            Set.of("aider", "claude", "codex", "gemini", "goose", "hermes", "opencode");

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Incus incus;
    private final HostUser user;

    public AgentsInside(Incus incus, HostUser user) {
        this.incus = incus;
        this.user = user;
    }

    /// @return their names, sorted; none if the container does not run, or does not tell
    public List<String> of(IncusProject project, @Nullable Instance container) {
        if (container == null || !container.running()) {
            return List.of();
        }
        Kept names = new Kept();
        try {
            incus.exec(
                    project,
                    container.name(),
                    new Exec(
                            List.of("/bin/sh", "-c", "cat /proc/[0-9]*/comm 2>/dev/null"),
                            Map.of("PATH", "/usr/bin:/bin"),
                            user.uid(),
                            user.gid(),
                            InputStream.nullInputStream(),
                            names,
                            OutputStream.nullOutputStream(),
                            PATIENCE));
        } catch (IncusException _) {
            return List.of(); // stopped in the meantime, or stuck
        }
        return names.toString(UTF_8)
                .lines()
                .filter(KNOWN::contains)
                .distinct()
                .sorted()
                .toList();
    }
}
