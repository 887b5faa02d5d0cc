package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.plan.Action;
import dev.repoman.plan.Undo;
import dev.repoman.project.Fault;
import dev.repoman.project.GitUrl;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Creates repositories, with `git init` and `git clone`. They need the user's configuration, credentials and
/// network, so they run outside any jail: in a folder beside the target that no container has yet, which is
/// then renamed. So a killed run leaves no incomplete repository under the real name. It also makes the link by which
/// git finds this program.
@ApplicationScoped
public class RepositoryEffector {
    /// The name of an incomplete repository ends with the process that works on it.
    private static final Pattern PARTIAL = Pattern.compile("\\..+\\.repoman-(?:init|clone|fork)-([0-9]{1,10})");

    private static final Duration GIT_INIT = Duration.ofSeconds(30);
    private static final Duration GIT_CLONE = Duration.ofHours(6);

    private final Processes processes;
    private final ProxyService proxies;

    public RepositoryEffector(Processes processes, ProxyService proxies) {
        this.processes = processes;
        this.proxies = proxies;
    }

    public Undo apply(Action.OnHost action) {
        try {
            return switch (action) {
                case Action.InitRepository init -> init(Path.of(init.path()));
                case Action.CloneRepository clone -> clone(clone, Path.of(clone.path()));
                case Action.LinkProgram link -> {
                    Files.createSymbolicLink(Path.of(link.path()), Path.of(link.target()));
                    yield Undo.NONE;
                }
                case Action.WriteProxy proxy -> {
                    proxies.apply(proxy);
                    yield Undo.NONE;
                }
            };
        } catch (IOException e) {
            throw notCreated(action.path(), e);
        }
    }

    /// Creates a folder, and those above it, for a repository that is restored.
    public void makeFolder(String path) {
        try {
            Files.createDirectories(Path.of(path));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot create the folder " + path + ": " + Reasons.of(e),
                    "see the owner and mode of the folders above it, or name another with --to",
                    e);
        }
    }

    /// Deletes a copy that no container has, if it exists.
    public void removeCopy(String path) {
        removeTree(Path.of(path));
    }

    /// Creates the folder in which a copy is made.
    ///
    /// @param path of the copy when it is complete
    /// @return its path until then
    public String makePartial(String path) {
        try {
            Path partial = partial(Path.of(path), "fork");
            return Files.createDirectory(partial).toString();
        } catch (IOException e) {
            throw notCreated(path, e);
        }
    }

    /// Gives a copy its name.
    public void complete(String partial, String path) {
        try {
            if (Files.exists(Path.of(path), LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(path);
            }
            Files.move(Path.of(partial), Path.of(path), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw notCreated(path, e);
        }
    }

    private static RepomanException notCreated(String path, IOException e) {
        return new RepomanException(
                Fault.FAILED, "cannot create " + path + ": " + Reasons.of(e), "see the folder's owner and mode", e);
    }

    /// Deletes a folder if nothing is in it.
    public void removeEmpty(String path) {
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException _) {
            // something is in it: not ours
        }
    }

    private Undo init(Path folder) throws IOException {
        Path partial = partial(folder, "init");
        try {
            gitInit(partial);
            if (!Files.exists(folder)) {
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
                return new Undo("the folder " + folder, () -> removeFreshRepository(folder));
            }
            try {
                Files.move(partial.resolve(".git"), folder.resolve(".git"), StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException _) {
                gitInit(folder); // the empty folder is a mount point
            }
            return new Undo("the repository in " + folder, () -> removeTree(folder.resolve(".git")));
        } finally {
            Trees.delete(partial);
        }
    }

    private void gitInit(Path folder) {
        Processes.Result git = processes.run(
                List.of("git", "init", "--quiet", "--", folder.toString()), "git init " + folder, Map.of(), GIT_INIT);
        if (git.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED, "git init failed: " + git.lastLine(), "try it manually: git init " + folder);
        }
    }

    /// The clone itself is not undone: it is somebody's data, and the next run finds and uses it.
    private Undo clone(Action.CloneRepository action, Path folder) throws IOException {
        GitUrl url = action.url();
        Path partial = partial(folder, "clone");
        Processes.Result git = processes.run(
                List.of("git", "clone", "--quiet", "--", url.clean(), partial.toString()),
                "git clone " + url.shown(),
                environment(action),
                GIT_CLONE);
        if (git.code() != 0) {
            Trees.delete(partial);
            throw new RepomanException(
                    Fault.FAILED,
                    "git clone of " + url.shown() + " failed: " + url.cleansed(git.lastLine()),
                    url.hasSecret()
                            ? "are the credentials right? git keeps them out of addresses: git help credentials"
                            : "try: git ls-remote " + url.shown());
        }
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        return Undo.NONE;
    }

    /// Credentials are passed in the environment, which only the user can read, and are not written to the
    /// clone's configuration, which its container will read.
    private static Map<String, String> environment(Action.CloneRepository action) {
        GitUrl url = action.url();
        Map<String, String> environment = new HashMap<>(Map.of("GIT_ALLOW_PROTOCOL", GitUrl.TRANSPORTS));
        if (!action.prompts()) {
            environment.put("GIT_TERMINAL_PROMPT", "0");
        }
        if (url.hasSecret()) {
            environment.putAll(Map.of(
                    "GIT_CONFIG_COUNT",
                    "1",
                    "GIT_CONFIG_KEY_0",
                    "url." + url.text() + ".insteadOf",
                    "GIT_CONFIG_VALUE_0",
                    url.clean()));
        }
        return environment;
    }

    /// @return an unused name beside the folder; its parents are created
    private static Path partial(Path folder, String what) throws IOException {
        Path parent = Objects.requireNonNull(folder.getParent());
        Files.createDirectories(parent);
        sweep(parent);
        return parent.resolve("." + folder.getFileName() + ".repoman-" + what + "-"
                + ProcessHandle.current().pid());
    }

    /// Leftovers of killed runs; those of running ones are kept.
    private static void sweep(Path parent) throws IOException {
        try (Stream<Path> entries = Files.list(parent)) {
            for (Path entry : entries.toList()) {
                Matcher partial = PARTIAL.matcher(String.valueOf(entry.getFileName()));
                if (partial.matches()
                        && ProcessHandle.of(Long.parseLong(partial.group(1)))
                                .filter(ProcessHandle::isAlive)
                                .isEmpty()) {
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

    /// Only what `git init` created: a folder that contains anything else by now is kept.
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
