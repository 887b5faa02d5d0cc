package dev.repoman.backup;

import dev.repoman.host.jail.Outcome;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Explains a failed rsync to the user.
final class RsyncErrors {
    /// `[sender] opendir "/home/dev/repos/web/x" failed: Permission denied (13)`, or `send_files failed to
    /// open "…"`.
    private static final Pattern DENIED = Pattern.compile("\"([^\"]*)\"[^\"\\n]*Permission denied");

    private RsyncErrors() {}

    /// @param what the operation, for example `the sync of demo`
    /// @param closed what to do about files that cannot be read
    static RepomanException of(RsyncRun run, String what, String root, Closed closed) {
        String first = run.errors().isEmpty() ? "" : run.errors().getFirst();
        String more = run.errorCount() > 1 ? " (and " + (run.errorCount() - 1) + " more)" : "";
        String said = first.isEmpty() ? "" : ": " + first + more;
        return switch (run.outcome()) {
            case Outcome.GivenUp(Outcome.Why why)
            when why == Outcome.Why.STUCK ->
                new RepomanException(
                        Fault.FAILED,
                        what + " was aborted: rsync waits for something that never comes",
                        "a pipe may have replaced a file while it was copied; run this again");
            case Outcome.GivenUp _ -> noAnswer(root, what);
            case Outcome.Replaced _ -> unmarked(root);
            case Outcome.NoJail(String why) ->
                environment("cannot set up a jail for rsync: " + why, "repoman status says what to do");
            case Outcome.Ended(int code)
            when code == RsyncCommand.NOT_INSTALLED ->
                environment("rsync is not installed", "install it with the package manager of this host");
            case Outcome.Ended(int code) -> failed(run, code, what, said, more, closed);
        };
    }

    static RepomanException noAnswer(String root, String what) {
        return environment(
                "the backup root " + root + " stopped answering during " + what,
                "is its file server up? findmnt -T " + root + " names it; then run this again");
    }

    static RepomanException unmarked(String root) {
        return environment(
                "the backup root " + root + " lost its marker file " + BackupRootFact.MARKER
                        + " just now: was it unmounted?",
                "mount it and run this again");
    }

    /// What to do about files that cannot be read.
    ///
    /// @param folder the tree that is read
    /// @param kept what is to be added to the message
    /// @param fix how to make it readable, or how to do without it
    record Closed(String folder, String kept, String fix) {}

    static boolean diskFull(RsyncRun run) {
        return run.errors().stream()
                .anyMatch(e -> e.contains("No space left on device") || e.contains("Disk quota exceeded"));
    }

    private static RepomanException failed(
            RsyncRun run, int code, String what, String said, String more, Closed closed) {
        String all = String.join("\n", run.errors());
        if (diskFull(run)) {
            return new RepomanException(
                    Fault.FAILED, what + " failed, the disk is full" + said, "free some space and run this again");
        }
        if (all.contains("Read-only file system")) {
            return environment(what + " failed, the disk is read-only" + said, "mount it writable and run this again");
        }
        return switch (code) {
            case RsyncRun.PARTIAL -> partial(all, what, said, more, closed);
            case 25 ->
                new RepomanException(
                        Fault.FAILED,
                        "files vanished from the repository during " + what
                                + ", so that more than half of the mirror would have been deleted; the deletion was stopped",
                        "check the repository, then run this again");
            case 20, 143, 130, 137 -> new RepomanException(Fault.FAILED, what + " was stopped", "run this again");
            default ->
                new RepomanException(
                        Fault.FAILED, what + " failed, rsync " + code + said, "run this again with -v to see more");
        };
    }

    private static RepomanException partial(String all, String what, String said, String more, Closed tree) {
        Matcher closed = DENIED.matcher(all);
        if (closed.find() && closed.group(1).startsWith(tree.folder())) {
            return new RepomanException(
                    Fault.FAILED,
                    "not everything was copied in " + what + ": Permission denied on " + closed.group(1) + more
                            + tree.kept(),
                    tree.fix());
        }
        return new RepomanException(
                Fault.FAILED,
                "not everything was copied in " + what + said,
                all.contains("Operation not supported")
                        ? "the target's file system does not support extended attributes or ACLs: "
                                + "use another one, or other mount options"
                        : "fix that, then run this again");
    }

    private static RepomanException environment(String what, String hint) {
        return new RepomanException(Fault.ENVIRONMENT, what, hint);
    }
}
