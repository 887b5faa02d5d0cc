package dev.repoman.cli.view;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.cli.json.Document;
import dev.repoman.cli.json.HostDocument;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.setup.SetupFacts.IncusFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import dev.repoman.project.Profile;
import dev.repoman.registry.Llm;
import dev.repoman.usecase.HostStatus.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The page about the host, as text and as JSON.
public final class HostView {
    private HostView() {}

    public static List<String> lines(Report report, Style style) {
        Table table = new Table();
        IncusFact incus = report.incus();
        row(table, style, "incus", incus.trouble() == null ? incus.version() : "unknown");
        row(table, style, "project", report.defaults().project() + (isThere(incus) ? "" : " (missing)"));
        row(table, style, "profiles", String.join(", ", profiles(incus)));
        row(table, style, "registry", report.registryFile() + projects(report.projects()));
        row(table, style, "repositories", root(report.reposRoot()));
        row(table, style, "backups", backups(report));
        row(
                table,
                style,
                "jail",
                report.jail() == null ? "bubblewrap" : "none (" + report.jail().what() + ")");
        row(table, style, "local models", wiring(report.defaults().llm()));
        Health ollama = report.ollama();
        if (ollama != null) {
            row(table, style, "ollama", ollama.ok() ? ollama.detail() : "does not answer");
            row(table, style, "models", String.join(", ", ollama.models()));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(troubles(report, style));
        return lines;
    }

    /// Only what differs from what it should be.
    public static List<String> troubles(Report report, Style style) {
        return report.troubles().stream()
                .map(t -> style.labelled("drift", t.what() + (t.fix() == null ? "" : "; to fix it: " + t.fix())))
                .toList();
    }

    public static HostDocument document(Report report) {
        IncusFact incus = report.incus();
        return new HostDocument(
                Document.FORMAT,
                incus.trouble() == null ? incus.version() : null,
                report.defaults().incusProject(),
                isThere(incus),
                report.registryFile(),
                report.projects(),
                profiles(incus),
                repos(report.reposRoot()),
                backup(report.backupRoot()),
                report.jail() == null,
                models(report),
                report.troubles().stream()
                        .map(t -> new HostDocument.Trouble(t.code(), t.what(), t.fix()))
                        .toList());
    }

    private static HostDocument.Root repos(RootFact root) {
        return new HostDocument.Root(
                root.folder().path(),
                root.answers(),
                root.there(),
                root.folder().fileSystem(),
                root.mount());
    }

    private static HostDocument.BackupRoot backup(RootFact root) {
        return new HostDocument.BackupRoot(
                root.folder().path(),
                root.answers(),
                root.there(),
                root.folder().fileSystem(),
                root.mount(),
                root.marker());
    }

    private static HostDocument.Llm models(Report report) {
        Llm llm = report.defaults().llm();
        Health ollama = report.ollama();
        return new HostDocument.Llm(
                llm.enabled(),
                llm.wiring().name().toLowerCase(Locale.ROOT),
                llm.ollamaUrl(),
                ollama == null ? null : ollama.state().name().toLowerCase(Locale.ROOT),
                ollama == null || !ollama.ok() ? null : ollama.detail(),
                ollama == null ? null : ollama.models());
    }

    private static boolean isThere(IncusFact incus) {
        return incus.projectConfig() != null;
    }

    private static List<String> profiles(IncusFact incus) {
        return incus.profiles().stream().map(Profile::name).sorted().toList();
    }

    private static String projects(int count) {
        return count == 1 ? " (one project)" : " (" + count + " projects)";
    }

    private static String wiring(Llm llm) {
        if (!llm.enabled()) {
            return "off (repoman setup --with-llm)";
        }
        return switch (llm.wiring()) {
            case LAN -> llm.ollamaUrl() + " on the LAN";
            case PROXY -> "the host's loopback, through a proxy device";
        };
    }

    private static String root(RootFact root) {
        String path = root.folder().path();
        if (!root.answers()) {
            return path + " (does not answer)";
        }
        return path
                + switch (root.folder().kind()) {
                    case EMPTY, FOLDER -> " (" + root.folder().fileSystem() + ")";
                    case MISSING -> " (missing)";
                    case NOT_A_FOLDER -> " (not a folder)";
                    case UNREADABLE -> " (permission denied)";
                };
    }

    private static String backups(Report report) {
        RootFact root = report.backupRoot();
        if (!report.choseBackupRoot() && root.folder().kind() == FolderFact.Kind.MISSING) {
            return "none yet (repoman setup --backup-root DIR)";
        }
        return root(root) + (root.there() && !root.marker() ? ", without a marker" : "");
    }

    private static void row(Table table, Style style, String label, String value) {
        table.add(List.of(new Table.Cell(label, style::strong), Table.Cell.of(value)));
    }
}
