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

/// git in a jail that sees a repository: its history as one file, and a remote for the way there.
public final class GitBundle {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int MOST_COMMITS = 64 << 20;

    private GitBundle() {}

    /// All branches and tags.
    ///
    /// @param path as of [GitProbe#look]
    /// @param folder of the file
    public static void write(Jail jail, String path, Folder folder, String file) {
        git(
                jail,
                List.of(Folder.readOnly(path), folder),
                "git cannot copy the repository " + path,
                List.of("git", "-C", path, "bundle", "create", "-q", file, "--branches", "--tags"));
    }

    /// @param path as of [GitProbe#look]
    /// @return what branches, tags and branches of remotes point to, one a line
    public static String commits(Jail jail, String path) {
        Sink.Captured out = new Sink.Captured(MOST_COMMITS);
        git(
                jail,
                List.of(Folder.readOnly(path)),
                "git cannot read the repository " + path,
                List.of("git", "-C", path, "for-each-ref", "--format=%(objectname)"),
                out);
        return out.text();
    }

    /// Leaves a remote of that name as it is.
    ///
    /// @param path as of [GitProbe#look]
    public static void addRemote(Jail jail, String path, String remote, String url) {
        git(
                jail,
                List.of(Folder.writable(path)),
                "git cannot add a remote to " + path,
                List.of(
                        "/bin/sh",
                        "-c",
                        "git -C \"$1\" config --get \"remote.$2.url\" >/dev/null || git -C \"$1\" remote add \"$2\" \"$3\"",
                        "git",
                        path,
                        remote,
                        url));
    }

    private static void git(Jail jail, List<Folder> folders, String failure, List<String> command) {
        git(jail, folders, failure, command, Sink.NONE);
    }

    private static void git(Jail jail, List<Folder> folders, String failure, List<String> command, Sink out) {
        Sink.Captured err = new Sink.Captured(LONGEST_ERROR);
        Outcome outcome = jail.run(new Job(
                String.join(" ", command), folders, command, GitProbe.ENVIRONMENT, out, err, Patience.atMost(LIMIT)));
        if (!(outcome instanceof Outcome.Ended(int code) && code == 0)) {
            throw new RepomanException(
                    Fault.FAILED,
                    failure + ": " + err.text().strip().lines().reduce("it did not end", (_, line) -> line),
                    "see whether it is whole: git fsck");
        }
    }
}
