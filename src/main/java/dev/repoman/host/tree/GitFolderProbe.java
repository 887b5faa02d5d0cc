package dev.repoman.host.tree;

import dev.repoman.host.FolderProbe;
import dev.repoman.host.PathWalk;
import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.GitFolder.Pointer;
import dev.repoman.project.HostUser;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the history of a repository is. A `.git` that is a file may name any folder, so the folder that it names has
/// to name it back: git wrote that there when it created the worktree or the submodule. Both are read in jails.
@ApplicationScoped
public class GitFolderProbe {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /// Longer than the longest path.
    private static final int LONGEST_POINTER = 5000;

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final String WORKTREE = "worktree ";

    private final Jail jail;
    private final FolderProbe folders;
    private final HostUser user;

    GitFolderProbe(Jail jail, FolderProbe folders, HostUser user) {
        this.jail = jail;
        this.folders = folders;
        this.user = user;
    }

    /// @param folder of the repository; the path to it is trusted
    /// @param trees what agents write, with the owner of each
    public GitFolder look(FolderFact folder, Map<Path, String> trees) {
        Path real = Path.of(folder.realPath());
        return switch (folders.entry(real.resolve(".git"))) {
            case MISSING -> new GitFolder.None();
            case FOLDER, OTHER -> new GitFolder.Inside();
            case FILE -> read(real, Path.of(folder.path()), trees);
        };
    }

    /// @return the nearest folder above that has a `.git`, but for the home and those above it; or null
    public @Nullable String outer(FolderFact folder) {
        Path home = folders.real(Path.of(user.home()));
        Path at = Path.of(folder.realPath()).getParent();
        while (at != null && !home.startsWith(at)) {
            if (folders.entry(at.resolve(".git")) != FolderProbe.Entry.MISSING) {
                return at.toString();
            }
            at = at.getParent();
        }
        return null;
    }

    private GitFolder read(Path real, Path mount, Map<Path, String> trees) {
        Sink.Captured out = new Sink.Captured(LONGEST_POINTER);
        String file = real.resolve(".git").toString();
        Outcome outcome = run(real, List.of("head", "-c", Integer.toString(LONGEST_POINTER + 1), "--", file), out);
        if (outcome instanceof Outcome.NoJail) {
            return new GitFolder.Refused(
                    file, "is not read without a jail: install bubblewrap; repoman status says more");
        }
        if (!(outcome instanceof Outcome.Ended(int code) && code == 0) || out.cut()) {
            return new GitFolder.Refused(file, "cannot be read");
        }
        Pointer pointer = Pointer.parse(out.text(), real, mount).orElse(null);
        return pointer == null
                ? new GitFolder.Refused(file, "is a file that names no folder")
                : find(pointer, real, trees);
    }

    private GitFolder find(Pointer pointer, Path folder, Map<Path, String> trees) {
        if (pointer.common().startsWith(folder)) {
            return new GitFolder.Inside();
        }
        String shown = user.contract(pointer.named().toString());
        return switch (PathWalk.walk(pointer.common(), trees.keySet())) {
            case PathWalk.Way.Through(Path tree) ->
                new GitFolder.Refused(
                        shown,
                        "lies in " + trees.get(tree)
                                + ": its agent can put a link to any folder of this host in its place");
            case PathWalk.Way.Real(Path common) -> {
                String wrong = wrong(pointer, common, folder);
                yield wrong == null
                        ? new GitFolder.Elsewhere(
                                pointer.kind(), common.toString(), pointer.path(), trees.getOrDefault(common, ""))
                        : new GitFolder.Refused(shown, wrong);
            }
        };
    }

    private @Nullable String wrong(Pointer pointer, Path common, Path folder) {
        if (folders.entry(common) != FolderProbe.Entry.FOLDER) {
            return "does not exist";
        }
        if (folders.isAnothers(common.toString(), user.uid())) {
            return "does not belong to you";
        }
        if (folder.startsWith(common)) {
            return "contains the folder itself, which the agent could then replace";
        }
        if (folders.real(Path.of(user.home())).startsWith(common)) {
            return "contains your home";
        }
        boolean confirmed = switch (pointer.kind()) {
            case WORKTREE ->
                lines(common, "git", "--git-dir=" + common, "--work-tree=" + common, "worktree", "list", "--porcelain")
                        .stream()
                        .filter(line -> line.startsWith(WORKTREE))
                        .anyMatch(line -> folders.real(Path.of(line.substring(WORKTREE.length())))
                                .equals(folder));
            case SUBMODULE ->
                lines(common, "git", "config", "--file", common + "/config", "--get", "core.worktree").stream()
                        .anyMatch(path ->
                                folders.real(common.resolve(path).normalize()).equals(folder));
        };
        return confirmed ? null : "is not the git folder of " + user.contract(folder.toString());
    }

    /// @return what git says of a git folder; nothing if it is not one
    private List<String> lines(Path gitFolder, String... command) {
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        Outcome outcome = run(gitFolder, List.of(command), out);
        return outcome instanceof Outcome.Ended(int code) && code == 0 && !out.cut()
                ? out.text().lines().toList()
                : List.of();
    }

    private Outcome run(Path folder, List<String> command, Sink out) {
        return jail.run(new Job(
                String.join(" ", command),
                List.of(Folder.readOnly(folder.toString())),
                command,
                GitProbe.ENVIRONMENT,
                out,
                Sink.NONE,
                Patience.atMost(LIMIT)));
    }
}
