package dev.repoman.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.PosixFiles;
import dev.repoman.host.jail.Jails;
import dev.repoman.plan.Action;
import dev.repoman.plan.RepositoryPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A repository with one commit, and the store of its checkpoints.
abstract class StoreOfARepository {
    /// What a person and git see of a repository: every file with its mode, the status, the index, branches and tags.
    static final String SEEN = """
            find . -path ./.git -prune -o -printf '%y %m %p %l\\n' | sort
            find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum
            git status --porcelain=v2 --branch; git ls-files -s; git for-each-ref; cat .git/HEAD .git/MERGE_HEAD
            """;

    @TempDir
    Path folder;

    final RepositoryStore store = new RepositoryStore(Jails.none(), new PosixFiles());
    final List<String> warnings = new ArrayList<>();
    RepositoryPlace place;

    @BeforeEach
    void repository() throws IOException {
        Path repository = Files.createDirectory(folder.toRealPath().resolve("web"));
        place = new RepositoryPlace(repository.toString(), "", folder.toRealPath() + "/data/web.git");
        run(
                "git init -q -b main; echo a >a; mkdir d; echo b >d/b; echo ignored >.gitignore; git add -A; git commit -qm one");
    }

    final String run(String script) {
        try {
            ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-c", script)
                    .directory(Path.of(place.path()).toFile())
                    .redirectErrorStream(true);
            shell.environment()
                    .putAll(java.util.Map.of(
                            "HOME", folder.toString(),
                            "GIT_AUTHOR_NAME", "Dev",
                            "GIT_AUTHOR_EMAIL", "d@example.org",
                            "GIT_COMMITTER_NAME", "Dev",
                            "GIT_COMMITTER_EMAIL", "d@example.org",
                            "GIT_CONFIG_NOSYSTEM", "1"));
            Process process = shell.start();
            return new String(process.getInputStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    final void save(String name) {
        store.apply(new Action.SaveRepository(place, name), warnings::add);
    }
}
