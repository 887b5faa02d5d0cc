package dev.repoman.backup;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.host.tree.GitProbe;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.MirrorJob;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/// The mirror of a repository in a volume: a bare repository, which takes all refs of a bundle. git checks each object,
/// in a jail that sees the bundle and the mirror.
@ApplicationScoped
public class BundleMirror {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final int LONGEST_ERROR = 64 * 1024;

    /// In the mirror $1, which git itself has made, with the bundle $2. What a branch that is gone inside pointed to
    /// stays. HEAD becomes a branch at the commit of the bundle's, so that a clone has its files.
    private static final String FETCH = """
            cd -- "$1" || exit
            if [ -z "$(ls -A)" ]; then git init -q --bare . || exit; fi
            [ -d objects ] && [ -d refs ] && [ -f HEAD ] || { echo "it is not a bare repository" >&2; exit 1; }
            export GIT_DIR=.
            git -c fetch.fsckObjects=true -c gc.auto=0 -c core.hooksPath=/dev/null \\
                fetch -q --prune --no-write-fetch-head "$2" '+refs/*:refs/*' || exit
            head=$(git ls-remote "$2" HEAD | cut -f1)
            [ "$(git rev-parse -q --verify HEAD)" != "$head" ] || exit 0
            branch=$(git for-each-ref --count=1 --points-at="$head" --format='%(refname)' refs/heads)
            [ -z "$branch" ] || git symbolic-ref HEAD "$branch"
            """;

    private final BackupRoot roots;

    public BundleMirror(BackupRoot roots) {
        this.roots = roots;
    }

    /// @param bundle absolute path of a file, the only one in its folder
    /// @throws RepomanException if git refuses what is in it
    public void fetch(Jail jail, MirrorJob job, Folder folder, String bundle) {
        BackupRoot.Prepared prepared = roots.prepare(job.root(), job.repo());
        Sink.Captured err = new Sink.Captured(LONGEST_ERROR);
        Outcome outcome = jail.run(new Job(
                "git fetch " + bundle,
                List.of(folder, Folder.writable(job.realMirror()).known(prepared.mirror())),
                List.of("/bin/sh", "-c", FETCH, "git", job.realMirror(), bundle),
                GitProbe.ENVIRONMENT,
                Sink.NONE,
                err,
                Patience.whileAlive(
                        SILENCE, () -> roots.look(job.root(), List.of()).kind() != BackupRootFact.Kind.NO_ANSWER)));
        roots.settle(job.root(), prepared);
        switch (outcome) {
            case Outcome.Ended(int code) when code == 0 -> {}
            case Outcome.Ended(int code) ->
                throw new RepomanException(
                        Fault.FAILED,
                        "git does not take the repository into the mirror " + job.mirror() + ": "
                                + err.text().strip().lines().reduce("exit " + code, (_, line) -> line),
                        "see what git says inside: repoman shell " + job.name() + " -- git fsck");
            case Outcome.GivenUp _ -> throw RsyncErrors.noAnswer(job.root(), "the sync");
            case Outcome.Replaced _ -> throw RsyncErrors.unmarked(job.root());
            case Outcome.NoJail(String why) ->
                throw new RepomanException(
                        Fault.ENVIRONMENT, "cannot set up a jail for git: " + why, "repoman status says what to do");
        }
    }
}
