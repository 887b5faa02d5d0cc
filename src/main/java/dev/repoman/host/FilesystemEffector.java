package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.plan.Action;
import dev.repoman.plan.Undo;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Carries out what a plan wants of the host's files.
@ApplicationScoped
public class FilesystemEffector {
    private static final Duration GIT_INIT = Duration.ofSeconds(30);
    private static final Duration GIT_CLONE = Duration.ofHours(6);

    private final Processes processes;

    public FilesystemEffector(Processes processes) {
        this.processes = processes;
    }

    public Undo apply(Action.OnHost action) {
        try {
            return switch (action) {
                case Action.InitRepository init -> init(Path.of(init.path()));
                case Action.CloneRepository clone -> clone(Path.of(clone.path()), clone.url());
            };
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot make " + action.path() + ": " + Reasons.of(e),
                    "see the folder's owner and mode",
                    e);
        }
    }

    private Undo init(Path folder) throws IOException {
        boolean made = !Files.exists(folder);
        Files.createDirectories(folder);
        Undo undo = made
                ? new Undo("the folder " + folder, () -> removeFreshRepository(folder))
                : new Undo("the repository in " + folder, () -> removeTree(folder.resolve(".git")));
        try {
            Processes.Result git =
                    processes.run(List.of("git", "init", "--quiet", "--", folder.toString()), null, Map.of(), GIT_INIT);
            if (git.code() != 0) {
                throw new RepomanException(
                        Fault.FAILED, "git init failed: " + git.lastLine(), "try it by hand: git init " + folder);
            }
        } catch (RepomanException e) {
            undo.how().run(); // what failed half-way is not on the stack yet
            throw e;
        }
        return undo;
    }

    /// Clones beside the target first, so that a run that is killed leaves no half repository under the real name. The
    /// clone itself is not undone: it is somebody's data, and the next run finds and uses it.
    private Undo clone(Path folder, String url) throws IOException {
        Path parent = Objects.requireNonNull(folder.getParent());
        Files.createDirectories(parent);
        String prefix = "." + folder.getFileName() + ".repoman-clone-";
        sweep(parent, prefix);
        Path partial = parent.resolve(prefix + ProcessHandle.current().pid());
        Processes.Result git = processes.run(
                List.of("git", "clone", "--quiet", "--", url, partial.toString()),
                null,
                Map.of("GIT_TERMINAL_PROMPT", "0"),
                GIT_CLONE);
        if (git.code() != 0) {
            Trees.delete(partial);
            throw new RepomanException(
                    Fault.FAILED, "git clone of " + url + " failed: " + git.lastLine(), "try: git ls-remote " + url);
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        return Undo.NONE;
    }

    /// What runs that were killed have left; a living one's is its own.
    private static void sweep(Path parent, String prefix) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path entry : entries.filter(
                            e -> String.valueOf(e.getFileName()).startsWith(prefix))
                    .toList()) {
                String pid = String.valueOf(entry.getFileName()).substring(prefix.length());
                boolean alive = pid.matches("[0-9]{1,10}")
                        && ProcessHandle.of(Long.parseLong(pid))
                                .filter(ProcessHandle::isAlive)
                                .isPresent();
                if (!alive) {
                    Trees.delete(entry);
                }
            }
        }
    }

    private static void removeTree(Path folder) {
        try {
            Trees.delete(folder);
        } catch (IOException e) {
            throw notRemoved(folder, e);
        }
    }

    /// Only what `git init` made: a folder with anything else in it by now stays.
    private static void removeFreshRepository(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.allMatch(e -> e.endsWith(".git"))) {
                Trees.delete(folder);
            }
        } catch (IOException e) {
            throw notRemoved(folder, e);
        }
    }

    private static RepomanException notRemoved(Path folder, IOException e) {
        return new RepomanException(
                Fault.FAILED,
                "cannot remove " + folder + ": " + Reasons.of(e),
                "see what is left in it: ls -la " + folder,
                e);
    }
}
