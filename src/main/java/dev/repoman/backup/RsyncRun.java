package dev.repoman.backup;

import dev.repoman.plan.MirrorCounts;
import java.util.List;

/// How one rsync ended.
///
/// @param code its exit code, or [dev.repoman.host.Streaming#GIVEN_UP]
/// @param changeCount how many differences a dry run found
/// @param changes those of them that were to be kept
/// @param errors the first of its complaints
/// @param errorCount how many there were
public record RsyncRun(
        int code, MirrorCounts counts, long changeCount, List<Change> changes, List<String> errors, int errorCount) {
    /// Some files were gone before they could be read: usual where an agent is at work.
    public static final int VANISHED = 24;

    public RsyncRun {
        changes = List.copyOf(changes);
        errors = List.copyOf(errors);
    }

    /// @return whether the receiving side is as the sending one
    public boolean good() {
        return code == 0 || code == VANISHED;
    }

    public boolean nothingToDo() {
        return code == 0 && changeCount == 0;
    }
}
