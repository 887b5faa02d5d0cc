package dev.repoman.backup;

import dev.repoman.host.jail.Outcome;
import dev.repoman.plan.backup.MirrorCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Parses the output of one rsync: `--stats`, `--info=progress2`, `--out-format`, and its errors.
final class RsyncOutput {
    private static final int KEPT_ERRORS = 20;
    private static final String SPEEDUP = "speedup is ";

    private final Progress progress;
    private final Predicate<Change> kept;
    private final Map<String, Long> stats = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> privileged = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private String gitFile = "";
    private long changeCount;
    private int errorCount;
    private int aclCount;
    private double speedup;

    /// @param kept which changes are kept; all are counted
    RsyncOutput(Progress progress, Predicate<Change> kept) {
        this.progress = progress;
        this.kept = kept;
    }

    /// Takes a line of standard output.
    void out(String line) {
        if (line.startsWith(RsyncCommand.ITEM)) {
            changeCount++;
            Change.parse(line.substring(1)).ifPresent(this::keep);
        } else if (line.startsWith(RsyncCommand.GIT_FILE)) {
            gitFile = line.substring(1);
        } else if (line.startsWith(" ")) {
            progress(line);
        } else if (line.contains(SPEEDUP)) {
            speedup = number(line.substring(line.indexOf(SPEEDUP) + SPEEDUP.length()));
        } else {
            int colon = line.indexOf(": ");
            if (colon > 0 && Character.isDigit(line.charAt(colon + 2 < line.length() ? colon + 2 : colon))) {
                stats.put(line.substring(0, colon), (long) number(line.substring(colon + 2)));
            }
        }
    }

    /// Takes a line of standard error. Called on another thread than the lines of standard output.
    synchronized void err(String line) {
        if (line.isBlank() || line.startsWith("rsync error:") || line.startsWith("rsync warning:")) {
            return;
        }
        if (line.contains("set_acl") && line.contains("Invalid argument")) {
            // an ACL that names a user whom the jail does not know
            aclCount++;
            return;
        }
        errorCount++;
        if (errors.size() < KEPT_ERRORS) {
            errors.add(line.startsWith("rsync: ") ? line.substring("rsync: ".length()) : line);
        }
    }

    private void keep(Change change) {
        if (change.privileged() && privileged.size() < KEPT_ERRORS) {
            privileged.add(change.path());
        }
        if (kept.test(change)) {
            changes.add(change);
        }
    }

    RsyncRun ended(Outcome outcome) {
        return new RsyncRun(
                outcome, counts(), changeCount, changes, privileged, gitFile, errors(), errorCount(), aclCount());
    }

    MirrorCounts counts() {
        return new MirrorCounts(
                stat("Number of files"),
                stat("Number of created files"),
                stat("Number of deleted files"),
                stat("Number of regular files transferred"),
                stat("Total transferred file size"),
                stat("Total file size"),
                speedup);
    }

    List<Change> changes() {
        return changes;
    }

    long changeCount() {
        return changeCount;
    }

    /// @return the first of its errors, in rsync's words
    synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    synchronized int aclCount() {
        return aclCount;
    }

    synchronized int errorCount() {
        return errorCount;
    }

    private void progress(String line) {
        String bytes = line.strip();
        int end = bytes.indexOf(' ');
        int percent = bytes.indexOf('%');
        if (end > 0 && percent > end) {
            progress.at((long) number(bytes.substring(0, end)), (int)
                    number(bytes.substring(end, percent).strip()));
        }
    }

    private long stat(String name) {
        return stats.getOrDefault(name, 0L);
    }

    /// @return the number that `text` starts with; with or without commas between thousands
    private static double number(String text) {
        int end = 0;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || ",.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        String digits = text.substring(0, end).replace(",", "");
        try {
            return digits.isEmpty() ? 0 : Double.parseDouble(digits);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
