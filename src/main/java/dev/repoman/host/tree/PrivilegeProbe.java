package dev.repoman.host.tree;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Finds programs in a repository that run with the rights of their owner or group, whoever starts them: root
/// in a container can create one that is root's on the host too.
@ApplicationScoped
public class PrivilegeProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Jail jail;

    PrivilegeProbe(Jail jail) {
        this.jail = jail;
    }

    /// @param path absolute, its links resolved; the path to it is trusted
    /// @return setuid and setgid files, and those with file capabilities, below the folder; those that were found
    ///     in time. Without `getcap` on this host, capabilities are not found
    public List<String> look(String path) {
        List<String> found = new ArrayList<>(lines(
                "setuid files in " + path,
                path,
                "\0",
                "find",
                path,
                "-xdev",
                "-type",
                "f",
                "-perm",
                "/6000",
                "-printf",
                "%P\\0"));
        for (String line : lines("file capabilities in " + path, path, "\n", "getcap", "-r", path)) {
            int end = line.lastIndexOf(" cap_");
            if (end > path.length() && line.startsWith(path + "/")) {
                found.add(line.substring(path.length() + 1, end).replaceFirst(" =$", ""));
            }
        }
        return found;
    }

    private List<String> lines(String label, String path, String end, String... command) {
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        Outcome outcome = jail.run(new Job(
                label,
                List.of(Folder.readOnly(path)),
                List.of(command),
                Map.of(),
                out,
                Sink.NONE,
                Patience.atMost(LIMIT)));
        return outcome instanceof Outcome.NoJail
                ? List.of()
                : Stream.of(out.text().split(end))
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
