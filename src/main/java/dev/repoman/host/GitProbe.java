package dev.repoman.host;

import dev.repoman.plan.GitFact;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a repository whose owner is not trusted: an agent may have written its configuration, and looking at it
/// must run nothing of that (monitors, hooks, filters, fetches).
///
/// So git never sees that configuration. It works in a git folder of our own, with our configuration, HEAD at the
/// commit
/// in question, and the index, objects and files of the repository.
@ApplicationScoped
public class GitProbe {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final long SMALL = 1 << 20;
    /// What changes how files compare with the index, and runs nothing.
    private static final List<String> HARMLESS =
            List.of("core.filemode", "core.symlinks", "core.ignorecase", "core.autocrlf", "core.eol", "core.safecrlf");

    private final Processes processes;
    private final Duration limit;

    @Inject
    public GitProbe(Processes processes) {
        this(processes, LIMIT);
    }

    /// @param limit how long each call of git may take
    GitProbe(Processes processes, Duration limit) {
        this.processes = processes;
        this.limit = limit;
    }

    public GitFact look(String path) {
        try {
            Path worktree = Path.of(path);
            Optional<GitFolder> folder = GitFolder.of(worktree);
            if (folder.isEmpty()) {
                return new GitFact.None();
            }
            Path own = Files.createTempDirectory("repoman-git-");
            try {
                return look(worktree, folder.get(), own);
            } finally {
                Trees.delete(own);
            }
        } catch (IOException | InvalidPathException | RepomanException e) {
            return new GitFact.Unknown(String.valueOf(e.getMessage()));
        }
    }

    private GitFact look(Path worktree, GitFolder folder, Path own) throws IOException {
        Map<String, String> environment = environment(worktree, folder, own);
        GitFolder.Head head = folder.head();
        String commit = head.commit();
        prepare(own, folder, head, Map.of());
        Map<String, String> config = config(folder, own, environment);
        prepare(own, folder, head, config);
        int changed = 0;
        int untracked = 0;
        for (String entry : run(
                        own,
                        environment,
                        "status",
                        "--porcelain=v2",
                        "-z",
                        "--untracked-files=normal",
                        "--ignore-submodules=all",
                        "--no-renames")
                .split("\0")) {
            if (entry.startsWith("? ")) {
                untracked++;
            } else if (entry.startsWith("1 ") || entry.startsWith("u ")) {
                changed++;
            }
        }
        String ref = head.branch();
        String branch = ref == null ? null : ref.replaceFirst("^refs/heads/", "");
        String upstream = branch == null ? null : upstream(branch, config);
        String theirs = upstream == null || commit == null ? null : folder.commit(upstream);
        if (theirs == null || upstream == null) {
            return new GitFact.Known(branch, commit, changed, untracked, null, 0, 0);
        }
        String[] counts = run(own, environment, "rev-list", "--left-right", "--count", commit + "..." + theirs)
                .strip()
                .split("\\s+");
        return new GitFact.Known(
                branch,
                commit,
                changed,
                untracked,
                upstream.replaceFirst("^refs/(remotes|heads)/", ""),
                Integer.parseInt(counts[0]),
                Integer.parseInt(counts[1]));
    }

    /// Nothing of the user's or the system's configuration either: a filter may be named by the repository and
    /// configured by its user.
    private static Map<String, String> environment(Path worktree, GitFolder folder, Path own) {
        Map<String, String> all = new HashMap<>(Map.of(
                "GIT_DIR",
                own.toString(),
                "GIT_COMMON_DIR",
                own.toString(),
                "GIT_WORK_TREE",
                worktree.toString(),
                "GIT_INDEX_FILE",
                folder.own().resolve("index").toString(),
                "GIT_OBJECT_DIRECTORY",
                folder.common().resolve("objects").toString(),
                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                "",
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "GIT_CONFIG_GLOBAL",
                "/dev/null",
                "GIT_CONFIG_COUNT",
                "0",
                "GIT_CONFIG_PARAMETERS",
                ""));
        all.putAll(Map.of(
                "GIT_ATTR_NOSYSTEM", "1",
                "GIT_NO_LAZY_FETCH", "1",
                "GIT_NO_REPLACE_OBJECTS", "1",
                "GIT_ALLOW_PROTOCOL", "none",
                "GIT_OPTIONAL_LOCKS", "0",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_PAGER", "cat",
                "LC_ALL", "C.UTF-8"));
        return all;
    }

    /// Makes our git folder, or makes it again with what has become known.
    private static void prepare(Path own, GitFolder folder, GitFolder.Head head, Map<String, String> config)
            throws IOException {
        Files.createDirectories(own.resolve("refs"));
        Files.createDirectories(own.resolve("info"));
        String commit = head.commit();
        Files.writeString(own.resolve("HEAD"), (commit == null ? "ref: refs/heads/unborn" : commit) + "\n");
        copy(folder.common().resolve("info/exclude"), own.resolve("info/exclude"));
        copy(folder.common().resolve("shallow"), own.resolve("shallow"));
        linkSharedIndex(folder.own(), own);
        boolean sha256 = "sha256".equals(config.get("extensions.objectformat"));
        StringBuilder text = new StringBuilder("[core]\n\tbare = false\n\trepositoryformatversion = ")
                .append(sha256 ? 1 : 0)
                .append("\n\tfsmonitor = false\n\thooksPath = /dev/null\n\tattributesFile = /dev/null\n");
        HARMLESS.forEach(key -> {
            String value = config.get(key);
            if (value != null && value.matches("[A-Za-z0-9]+")) {
                text.append('\t')
                        .append(key, "core.".length(), key.length())
                        .append(" = ")
                        .append(value)
                        .append('\n');
            }
        });
        if (sha256) {
            text.append("[extensions]\n\tobjectFormat = sha256\n");
        }
        Files.writeString(own.resolve("config"), text);
    }

    private static void copy(Path from, Path to) throws IOException {
        String text = GitFolder.text(from, SMALL);
        if (text != null) {
            Files.writeString(to, text);
        }
    }

    /// An index in two parts looks for the other one in our folder.
    private static void linkSharedIndex(Path from, Path own) throws IOException {
        try (DirectoryStream<Path> shared = Files.newDirectoryStream(from, "sharedindex.*")) {
            for (Path file : shared) {
                Path link = own.resolve(String.valueOf(file.getFileName()));
                if (Files.isRegularFile(file) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, file.toAbsolutePath());
                }
            }
        }
    }

    /// The repository's configuration as text: read by git's own parser, without what it includes.
    private Map<String, String> config(GitFolder folder, Path own, Map<String, String> environment) throws IOException {
        Path file = folder.common().resolve("config");
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        Map<String, String> config = new HashMap<>();
        for (String entry : run(
                        own, environment, "config", "--file", file.toString(), "--no-includes", "--null", "--list")
                .split("\0")) {
            int end = entry.indexOf('\n');
            if (end > 0) {
                // the last one holds, but for what is a list
                String key = entry.substring(0, end);
                String value = entry.substring(end + 1);
                config.merge(key, value, (old, last) -> key.endsWith(".fetch") ? old + "\n" + last : last);
            }
        }
        return config;
    }

    /// @return the full name of what the branch follows here, or null where it follows nothing
    private static @Nullable String upstream(String branch, Map<String, String> config) {
        String remote = config.get("branch." + branch + ".remote");
        String merge = config.get("branch." + branch + ".merge");
        if (remote == null || merge == null) {
            return null;
        }
        if (remote.equals(".")) {
            return merge;
        }
        return config.getOrDefault("remote." + remote + ".fetch", "")
                .lines()
                .map(spec -> tracking(spec.replaceFirst("^\\+", ""), merge))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// @param spec `refs/heads/*:refs/remotes/origin/*`
    /// @return where a fetch by that spec puts the remote's ref, or null where it does not fetch it
    private static @Nullable String tracking(String spec, String ref) {
        int colon = spec.indexOf(':');
        if (colon < 0) {
            return null;
        }
        String from = spec.substring(0, colon);
        String to = spec.substring(colon + 1);
        if (from.equals(ref)) {
            return to;
        }
        boolean all = from.endsWith("/*") && to.endsWith("/*") && ref.startsWith(from.substring(0, from.length() - 1));
        return all ? to.substring(0, to.length() - 1) + ref.substring(from.length() - 1) : null;
    }

    private String run(Path own, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Processes.Result result = processes.run(command, own, environment, limit);
        if (result.code() != 0) {
            throw new IOException("git " + arguments[0] + ": " + result.lastLine());
        }
        return result.out();
    }
}
