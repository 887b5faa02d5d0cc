package dev.repoman.cli.view;

import dev.repoman.backup.Change;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.Document;
import dev.repoman.cli.json.SyncDocument;
import dev.repoman.plan.backup.MirrorCounts;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.backup.SyncOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The outcomes of `sync` and `restore`, as text, for a journal, and as JSON.
public final class SyncView {
    private SyncView() {}

    /// One line about a project that is done.
    public static String line(SyncOutcome outcome) {
        return outcome.name() + ": " + did(outcome.counts()) + ", "
                + Amount.entries(outcome.counts().files()) + ", " + Amount.seconds(outcome.seconds());
    }

    /// What a dry run found: a line for each change, then one about the project.
    public static List<String> preview(SyncOutcome outcome, Style style) {
        List<String> lines = new ArrayList<>();
        for (Change change : outcome.changes()) {
            String path = Printable.text(change.path());
            lines.add(
                    switch (change.kind()) {
                        case CREATE -> style.good("+ ") + path;
                        case UPDATE -> style.warn("~ ") + path;
                        case ATTRIBUTES -> style.faint("= " + path);
                        case DELETE -> style.bad("- ") + path;
                    });
        }
        MirrorCounts counts = outcome.counts();
        lines.add(
                outcome.changes().isEmpty()
                        ? outcome.name() + ": nothing to do, " + Amount.entries(counts.files())
                        : outcome.name() + ": would copy " + Amount.files(counts.copied()) + " ("
                                + Amount.bytes(counts.bytes()) + ") and delete " + Amount.count(counts.deleted()));
        return lines;
    }

    /// The summary line of a run over several projects, for a journal.
    public static String summary(List<SyncOutcome> outcomes, double seconds, boolean dryRun) {
        if (outcomes.isEmpty()) {
            return "no project has backups on";
        }
        List<String> bad = outcomes.stream()
                .filter(o -> !o.good())
                .map(o -> o.name().value())
                .toList();
        MirrorCounts all = total(outcomes);
        String projects = outcomes.size() == 1 ? "1 project" : outcomes.size() + " projects";
        String failed = bad.isEmpty() ? "all good" : bad.size() + " failed (" + String.join(", ", bad) + ")";
        String done = dryRun ? "dry run, nothing was changed" : did(all);
        return projects + ", " + failed + ": " + done + ", " + Amount.seconds(seconds);
    }

    public static SyncDocument document(List<SyncOutcome> outcomes, double seconds, boolean dryRun) {
        return new SyncDocument(
                Document.FORMAT,
                dryRun,
                outcomes.stream().map(o -> document(o, dryRun)).toList(),
                outcomes.stream().filter(SyncOutcome::good).count(),
                outcomes.stream().filter(o -> !o.good()).count(),
                rounded(seconds));
    }

    private static SyncDocument.Result document(SyncOutcome outcome, boolean dryRun) {
        MirrorCounts counts = outcome.counts();
        RepomanException error = outcome.error();
        return new SyncDocument.Result(
                outcome.name().value(),
                !outcome.good() ? "failed" : outcome.changed() ? "changed" : "unchanged",
                outcome.source(),
                outcome.mirror(),
                counts.files(),
                counts.totalBytes(),
                counts.copied(),
                counts.bytes(),
                counts.created(),
                counts.deleted(),
                counts.speedup(),
                rounded(outcome.seconds()),
                Stream.concat(outcome.notes().stream(), outcome.warnings().stream())
                        .toList(),
                dryRun
                        ? outcome.changes().stream()
                                .map(c -> new SyncDocument.FileChange(c.kind().word(), c.path()))
                                .toList()
                        : null,
                error == null ? null : ErrorView.failure(ExitCode.of(error.fault()), error.what(), error.hint(), null));
    }

    /// @return for example `12 files copied (3.4 MB), 2 deleted`
    public static String did(MirrorCounts counts) {
        List<String> parts = new ArrayList<>();
        if (counts.copied() > 0) {
            parts.add(Amount.files(counts.copied()) + " copied (" + Amount.bytes(counts.bytes()) + ")");
        } else if (counts.created() > 0) {
            parts.add(Amount.count(counts.created()) + " created");
        }
        if (counts.deleted() > 0) {
            parts.add(Amount.count(counts.deleted()) + " deleted");
        }
        return parts.isEmpty() ? "nothing to copy" : String.join(", ", parts);
    }

    private static MirrorCounts total(List<SyncOutcome> outcomes) {
        MirrorCounts all = MirrorCounts.NONE;
        for (SyncOutcome outcome : outcomes) {
            MirrorCounts one = outcome.counts();
            all = new MirrorCounts(
                    all.files() + one.files(),
                    all.created() + one.created(),
                    all.deleted() + one.deleted(),
                    all.copied() + one.copied(),
                    all.bytes() + one.bytes(),
                    all.totalBytes() + one.totalBytes(),
                    0);
        }
        return all;
    }

    static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
