package dev.repoman.host.tree;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.time.Duration;
import java.util.List;

/// A repository as one file, from git in a jail that sees the repository, read-only, and the file's folder.
public final class GitBundle {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final int LONGEST_ERROR = 64 * 1024;

    private GitBundle() {}

    /// All branches and tags.
    ///
    /// @param path as of [GitProbe#look]
    /// @param folder of the file
    public static void write(Jail jail, String path, Folder folder, String file) {
        Sink.Captured err = new Sink.Captured(LONGEST_ERROR);
        Outcome outcome = jail.run(new Job(
                "git -C " + path + " bundle create " + file,
                List.of(Folder.readOnly(path), folder),
                List.of("git", "-C", path, "bundle", "create", "-q", file, "--branches", "--tags"),
                GitProbe.ENVIRONMENT,
                Sink.NONE,
                err,
                Patience.atMost(LIMIT)));
        if (!(outcome instanceof Outcome.Ended(int code) && code == 0)) {
            throw new RepomanException(
                    Fault.FAILED,
                    "git cannot copy the repository " + path + ": "
                            + err.text().strip().lines().reduce("it did not end", (_, line) -> line),
                    "see whether it is whole: git fsck");
        }
    }
}
