package dev.repoman.backup;

import dev.repoman.host.jail.Outcome;
import dev.repoman.plan.backup.MirrorCounts;
import java.util.List;

/// How one rsync ended.
///
/// @param changeCount how many differences a dry run found
/// @param changes those of them that were to be kept
/// @param privileged files that a look found to be setuid or setgid, the first of them
/// @param gitFile what `.git` says where it is a file; empty where it is none, or was not asked for
/// @param errors the first of its complaints
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
    /// Some files were gone before they could be read: usual where an agent is at work.
    public static final int VANISHED = 24;
    /// Something could not be copied.
    static final int PARTIAL = 23;

    public RsyncRun {
        changes = List.copyOf(changes);
        privileged = List.copyOf(privileged);
        errors = List.copyOf(errors);
    }

    /// @return its exit code, or -1 where it did not come to its end
    public int code() {
        return outcome instanceof Outcome.Ended(int code) ? code : -1;
    }

    /// @return whether the receiving side is as the sending one, but for such ACLs
    public boolean good() {
        return code() == 0 || code() == VANISHED || code() == PARTIAL && errorCount == 0 && aclCount > 0;
    }

    public boolean nothingToDo() {
        return code() == 0 && changeCount == 0;
    }
}
