package dev.repoman.plan.life;

import dev.repoman.project.ProjectName;
import java.util.List;

/// The half of git that serves a repository inside a container, on its standard streams.
public final class GitServer {
    private static final String SERVE = """
            command -v git >/dev/null || {
                echo "repoman: the container NAME has no git" >&2
                echo "hint: repoman exec NAME --root -- apt-get install -y git" >&2
                exit 1
            }
            exec git "$1" "$2"
            """;

    private static final String BUNDLE = """
            command -v git >/dev/null || { echo "there is no git inside" >&2; exit 1; }
            exec git bundle create -q - --all
            """;

    private GitServer() {}

    /// @return what prints all refs, with their history
    public static List<String> bundle() {
        return List.of("/bin/sh", "-c", BUNDLE);
    }

    /// @param service `upload-pack` or `receive-pack`
    public static List<String> words(ProjectName project, String service, String repoPath) {
        return List.of("/bin/sh", "-c", SERVE.replace("NAME", project.value()), "repoman", service, repoPath);
    }
}
