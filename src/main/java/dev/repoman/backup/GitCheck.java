package dev.repoman.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.host.Streaming;
import dev.repoman.plan.BackupRootFact;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What git can say of a mirror. The repository's own configuration is not trusted: nothing of it is run,
/// and nothing is fetched.
@ApplicationScoped
public class GitCheck {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final String GITDIR = "gitdir:";

    private final Streaming programs;
    private final BackupRoot roots;

    public GitCheck(Streaming programs, BackupRoot roots) {
        this.programs = programs;
        this.roots = roots;
    }

    /// @return whether the folder is a git repository that holds its own history
    public boolean isRepository(String folder) {
        return Files.isDirectory(Path.of(folder, ".git"), LinkOption.NOFOLLOW_LINKS);
    }

    /// A linked worktree, and a submodule on its own, has a file for `.git` that names a folder elsewhere.
    ///
    /// @return that folder, where it is not in `folder`
    public Optional<String> historyElsewhere(String folder) {
        Path file = Path.of(folder, ".git");
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 4096) {
                return Optional.empty();
            }
            String text = Files.readString(file, UTF_8).strip();
            if (!text.startsWith(GITDIR)) {
                return Optional.empty();
            }
            Path real = Path.of(folder)
                    .resolve(text.substring(GITDIR.length()).strip())
                    .normalize();
            return real.startsWith(folder) ? Optional.empty() : Optional.of(real.toString());
        } catch (IOException | java.nio.file.InvalidPathException _) {
            return Optional.empty();
        }
    }

    /// @param full whether contents are checked too, not only that everything is there
    /// @throws RepomanException FAILED where something is missing or damaged
    public void check(String root, String mirror, boolean full) {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        List<String> command = List.of(
                "git",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "--git-dir=" + mirror + "/.git",
                "fsck",
                "--no-progress",
                "--no-dangling",
                full ? "--full" : "--connectivity-only");
        Streaming.Run run = new Streaming.Run(
                String.join(" ", command),
                command,
                Map.of(
                        "GIT_NO_LAZY_FETCH",
                        "1",
                        "GIT_ALLOW_PROTOCOL",
                        "none",
                        "GIT_TERMINAL_PROMPT",
                        "0",
                        "LC_ALL",
                        "C.UTF-8"),
                said::add,
                said::add);
        int code =
                programs.run(run, SILENCE, () -> roots.look(root, List.of()).kind() != BackupRootFact.Kind.NO_ANSWER);
        if (code != 0) {
            List<String> words =
                    said.stream().filter(line -> !line.startsWith("notice:")).toList();
            throw new RepomanException(
                    Fault.FAILED,
                    "git fsck finds the mirror " + mirror + " damaged: "
                            + (words.isEmpty() ? "exit " + code : words.getFirst())
                            + (words.size() > 1 ? " (and " + (words.size() - 1) + " more)" : ""),
                    "see all of it: git --git-dir=" + mirror + "/.git fsck");
        }
    }
}
