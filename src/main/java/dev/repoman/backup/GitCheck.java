package dev.repoman.backup;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Checks a mirror with plain git, in a jail that sees only the mirror, read-only.
@ApplicationScoped
public class GitCheck {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final String GITDIR = "gitdir:";
    private static final int MOST_LINES = 1000;

    /// The shell's exit code if there is no history to check: no repository, or one whose `.git` is a
    /// file that names a folder elsewhere.
    private static final int NO_HISTORY = 77;

    private static final String CHECK = """
            cd -- "$1" || exit 1
            { [ -d .git ] && [ ! -L .git ]; } || { [ -d objects ] && [ -d refs ]; } || exit %d
            shift
            exec git fsck --no-progress --no-dangling "$@"
            """.formatted(NO_HISTORY);

    private final BackupRoot roots;

    public GitCheck(BackupRoot roots) {
        this.roots = roots;
    }

    /// A linked worktree, and a submodule on its own, has a file for `.git` that names a folder elsewhere.
    ///
    /// @param gitFile the content of that file; empty if there is none
    /// @return whether its history is elsewhere
    public static boolean isElsewhere(String gitFile) {
        return gitFile.startsWith(GITDIR);
    }

    /// @param gitFile as of [#isElsewhere]
    public static String elsewhere(String gitFile) {
        return gitFile.substring(GITDIR.length()).strip();
    }

    /// @param mirror a folder of the backup root `root`
    /// @param full whether contents are checked too, not only completeness
    /// @throws RepomanException FAILED if something is missing or damaged
    public void check(Jail jail, String root, Folder mirror, boolean full) {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Consumer<String> keep = line -> {
            if (said.size() < MOST_LINES && !line.startsWith("notice:")) {
                said.add(line);
            }
        };
        List<String> command =
                List.of("/bin/sh", "-c", CHECK, "git", mirror.path(), full ? "--full" : "--connectivity-only");
        Outcome outcome = jail.run(new Job(
                "git fsck " + mirror.path(),
                List.of(mirror),
                command,
                GitProbe.ENVIRONMENT,
                Sink.lines(keep),
                Sink.lines(keep),
                Patience.whileAlive(
                        SILENCE, () -> roots.look(root, List.of()).kind() != BackupRootFact.Kind.NO_ANSWER)));
        String path = mirror.path();
        switch (outcome) {
            case Outcome.Ended(int code) when code == 0 || code == NO_HISTORY -> {}
            case Outcome.Ended(int code) ->
                throw new RepomanException(
                        Fault.FAILED,
                        "git fsck finds the mirror " + path + " damaged: "
                                + (said.isEmpty() ? "exit " + code : said.getFirst())
                                + (said.size() > 1 ? " (and " + (said.size() - 1) + " more)" : ""),
                        "check whether the repository itself is damaged, inside its container: git fsck");
            case Outcome.GivenUp(Outcome.Why why)
            when why == Outcome.Why.STUCK ->
                throw new RepomanException(
                        Fault.FAILED,
                        "git fsck of the mirror " + path + " was aborted: it waits for something that never comes",
                        "a pipe may have replaced a file of git: find " + path + " -type p");
            case Outcome.GivenUp _ -> throw RsyncErrors.noAnswer(root, "git fsck");
            case Outcome.Replaced _ -> throw RsyncErrors.unmarked(root);
            case Outcome.NoJail(String why) ->
                throw new RepomanException(
                        Fault.ENVIRONMENT,
                        "cannot set up a jail for git: " + why,
                        "leave out --verify; repoman status says what to do");
        }
    }
}
