package dev.repoman.backup;

import dev.repoman.host.jail.Outcome;
import dev.repoman.plan.backup.MirrorCounts;
import java.util.List;

/// The result of one rsync.
///
/// @param changeCount how many differences a dry run found
/// @param changes those of them that were kept
/// @param privileged the first setuid or setgid files that a look found
/// @param gitFile the content of `.git` if it is a file; empty if it is not, or was not requested
/// @param errors the first of its errors
/// @param errorCount how many there were
/// @param aclCount how many files have an ACL that names others than their owner, which a copy cannot keep
public record RsyncRun(
        Outcome outcome,
        MirrorCounts counts,
        long changeCount,
        List<Change> changes,
        List<String> privileged,
        String gitFile,
        List<String> errors,
        int errorCount,
        int aclCount) {
    /// Some files vanished before they could be read: usual while an agent is at work.
    public static final int VANISHED = 24;
    /// Something could not be copied.
    static final int PARTIAL = 23;

    public RsyncRun {
        changes = List.copyOf(changes);
        privileged = List.copyOf(privileged);
        errors = List.copyOf(errors);
    }

    /// @return its exit code, or -1 if it did not end
    public int code() {
        return outcome instanceof Outcome.Ended(int code) ? code : -1;
    }

    /// @return whether the receiving side equals the sending one, except for such ACLs
    public boolean good() {
        return code() == 0 || code() == VANISHED || code() == PARTIAL && errorCount == 0 && aclCount > 0;
    }

    public boolean nothingToDo() {
        return code() == 0 && changeCount == 0;
    }
}
