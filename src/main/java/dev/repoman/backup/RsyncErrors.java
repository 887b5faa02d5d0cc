package dev.repoman.backup;

import dev.repoman.host.Streaming;
import dev.repoman.plan.BackupRootFact;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;

/// What an rsync that failed means to a user.
final class RsyncErrors {
    private RsyncErrors() {}

    /// @param what the operation, for example `the sync of demo`
    static RepomanException of(RsyncRun run, String what, String root) {
        String first = run.errors().isEmpty() ? "" : run.errors().getFirst();
        String more = run.errorCount() > 1 ? " (and " + (run.errorCount() - 1) + " more)" : "";
        String said = first.isEmpty() ? "" : ": " + first + more;
        return switch (run.code()) {
            case Streaming.GIVEN_UP ->
                environment(
                        "the backup root " + root + " stopped answering during " + what,
                        "is its file server up? findmnt -T " + root + " names it; then run this again");
            case RsyncCommand.UNMARKED ->
                environment(
                        "the backup root " + root + " lost its marker file " + BackupRootFact.MARKER
                                + " just now: was it unmounted?",
                        "mount it and run this again");
            case RsyncCommand.NO_FOLDER ->
                new RepomanException(
                        Fault.FAILED,
                        "the folders above the mirror cannot be made in " + root + said,
                        "see who owns it: ls -la " + root);
            case RsyncCommand.NOT_INSTALLED ->
                environment("rsync is not installed", "install it with the package manager of this host");
            default -> failed(run, what, said);
        };
    }

    static boolean diskFull(RsyncRun run) {
        return run.errors().stream()
                .anyMatch(e -> e.contains("No space left on device") || e.contains("Disk quota exceeded"));
    }

    private static RepomanException failed(RsyncRun run, String what, String said) {
        String all = String.join("\n", run.errors());
        if (diskFull(run)) {
            return new RepomanException(
                    Fault.FAILED, what + " failed, the disk is full" + said, "make room and run this again");
        }
        if (all.contains("Read-only file system")) {
            return environment(what + " failed, the disk is read-only" + said, "mount it writable and run this again");
        }
        return switch (run.code()) {
            case 23 ->
                new RepomanException(
                        Fault.FAILED,
                        "not everything was copied in " + what + said,
                        all.contains("Operation not supported")
                                ? "the file system of the target keeps no extended attributes or ACLs: "
                                        + "another one, or other mount options, will"
                                : "mend that, or leave it out by --exclude, and run this again");
            case 25 ->
                new RepomanException(
                        Fault.FAILED,
                        "files vanished from the repository during " + what
                                + ", so that more than half of the mirror would have gone; the deleting was stopped",
                        "look at the repository, then run this again");
            case 20, 143, 130, 137 -> new RepomanException(Fault.FAILED, what + " was stopped", "run this again");
            default ->
                new RepomanException(
                        Fault.FAILED,
                        what + " failed, rsync " + run.code() + said,
                        "run this again with -v to see more");
        };
    }

    private static RepomanException environment(String what, String hint) {
        return new RepomanException(Fault.ENVIRONMENT, what, hint);
    }
}
