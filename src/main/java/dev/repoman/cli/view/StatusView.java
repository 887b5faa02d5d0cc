package dev.repoman.cli.view;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.life.SshAgent;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import dev.repoman.usecase.ProjectStatus.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The report of `status NAME` as text; [StatusJson] prints it as JSON.
public final class StatusView {
    private final Report report;
    private final Style style;
    private final Table table = new Table();

    private StatusView(Report report, Style style) {
        this.report = report;
        this.style = style;
    }

    public static List<String> lines(Report report, Instant now, Style style) {
        return new StatusView(report, style).lines(now);
    }

    private List<String> lines(Instant now) {
        Project entry = report.look().facts().entry();
        row("project", report.look().facts().name().value());
        container();
        row(
                "repository",
                isSealed(report)
                        ? "a volume, at " + report.look().repository().path() + " inside"
                        : repository(report.look().repository()));
        git();
        if (isSealed(report) || report.mount().nosuid()) {
            row("setuid", "closed");
        } else {
            bad("setuid", "open: repoman setup shows how to close it");
        }
        if (!report.privileged().isEmpty()) {
            List<String> some = report.privileged();
            bad(
                    "privileged",
                    some.getFirst()
                            + (some.size() > 1 ? " and " + (some.size() - 1) + " more" : "")
                            + ": runs with its owner's rights, on this host too");
        }
        if (entry != null) {
            row("created", entry.created());
            row("hermes", hermes(entry));
            backup(entry, now);
        }
        Health ollama = report.look().ollama();
        if (ollama != null) {
            if (ollama.ok()) {
                row("ollama", ollama.detail() + " at " + ollama.url());
            } else {
                bad("ollama", "does not answer at " + ollama.url() + ": see repoman status");
            }
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(troubles(report, style));
        return lines;
    }

    /// Only what differs from what it should be.
    public static List<String> troubles(Report report, Style style) {
        List<String> lines = new ArrayList<>();
        for (Drift drift : report.drift()) {
            lines.add(style.labelled("drift", drift.toString()));
        }
        if (report.look().trouble() != null) {
            lines.add(style.labelled("warning", report.look().trouble().what()));
        }
        return lines;
    }

    /// @return whether its repository is no folder of the host
    static boolean isSealed(Report report) {
        Project entry = report.look().facts().entry();
        return entry != null && entry.hasVolume();
    }

    private void container() {
        Instance instance = report.look().facts().instance();
        Effective effective = report.effective();
        String state = state(report);
        table.add(List.of(new Table.Cell("state", style::strong), new Table.Cell(state, ListView.paint(state, style))));
        Project entry = report.look().facts().entry();
        if (entry != null && entry.host() != null) {
            row("host", entry.host());
        }
        if (instance != null && !instance.location().isEmpty()) {
            row("location", instance.location());
        }
        if (instance != null) {
            row("addresses", addresses(instance));
        }
        row(
                "image",
                image(report)
                        + (effective == null ? "" : " (" + effective.image().origin() + ")"));
        if (effective != null) {
            row(
                    "profiles",
                    String.join(", ", effective.profiles().value()) + " ("
                            + effective.profiles().origin() + ")");
        } else if (instance != null) {
            row("profiles", String.join(", ", instance.profiles()));
        }
        if (effective != null) {
            row(
                    "level",
                    effective.containment().value() + " ("
                            + effective.containment().origin() + ")");
        }
        if (instance != null) {
            instance.devices().forEach((name, device) -> row("device " + name, describe(name, device)));
        }
    }

    private void backup(Project entry, Instant now) {
        BackupStatus backup = new BackupStatus(entry, report.sync());
        Effective effective = report.effective();
        String on = effective == null
                ? ""
                : (effective.backup().value() ? "on" : "off") + " ("
                        + effective.backup().origin() + ")";
        row("backup", backup.summary(on, now));
        backup.trouble(now).ifPresent(text -> bad("last sync", text));
    }

    private void git() {
        switch (report.git()) {
            case GitFact.None _ -> {
                if (report.look().repository().kind() == FolderFact.Kind.FOLDER) {
                    row("git", "not a repository");
                }
            }
            case GitFact.Unknown unknown -> row("git", "unknown: " + unknown.why());
            case GitFact.Known known -> row("git", describe(known));
        }
    }

    private static String describe(GitFact.Known known) {
        List<String> parts = new ArrayList<>();
        String commit = known.commit();
        parts.add(
                known.branch() == null
                        ? "detached at " + (commit == null ? "nothing" : commit.substring(0, 10))
                        : "on " + known.branch() + (commit == null ? ", no commit yet" : ""));
        if (known.changed() > 0) {
            parts.add(known.changed() + " changed");
        }
        if (known.untracked() > 0) {
            parts.add(known.untracked() + " untracked");
        }
        if (known.changed() + known.untracked() == 0) {
            parts.add("clean");
        }
        if (known.upstream() != null) {
            if (known.ahead() > 0) {
                parts.add(known.ahead() + " ahead of " + known.upstream());
            }
            if (known.behind() > 0) {
                parts.add(known.behind() + " behind " + known.upstream());
            }
            if (known.ahead() + known.behind() == 0) {
                parts.add("as " + known.upstream());
            }
        }
        return String.join(", ", parts);
    }

    private void bad(String label, String value) {
        table.add(List.of(new Table.Cell(label, style::strong), new Table.Cell(value, style::bad)));
    }

    private void row(String label, String value) {
        table.add(List.of(new Table.Cell(label, style::strong), Table.Cell.of(value)));
    }

    /// `running`, `stopped` … as Incus says; `missing` without a container, `unknown` where Incus could not
    /// be asked.
    static String state(Report report) {
        if (report.look().trouble() != null) {
            return "unknown";
        }
        Instance instance = report.look().facts().instance();
        return instance == null ? "missing" : instance.status().toLowerCase(Locale.ROOT);
    }

    static String image(Report report) {
        if (report.effective() != null) {
            return report.effective().image().value();
        }
        Instance instance = report.look().facts().instance();
        return instance == null || instance.ownership() == null
                ? ""
                : instance.ownership().image();
    }

    static @Nullable String hermesData(Report report) {
        return report.look().data().there() ? report.look().data().path() : null;
    }

    private String hermes(Project entry) {
        String data = hermesData(report);
        return entry.hermes()
                ? data == null ? "yes, but its data folder is missing" : "yes, its data is in " + data
                : data == null ? "no" : "no, but data of an earlier one exists in " + data;
    }

    private static String addresses(Instance instance) {
        return instance.addresses().isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        instance.addresses().stream()
                                .map(a -> a.value() + " (" + a.device() + ")")
                                .toList());
    }

    private String repository(FolderFact repository) {
        String note = switch (repository.kind()) {
            case MISSING -> "not there";
            case NOT_A_FOLDER -> "not a folder";
            case UNREADABLE -> "not readable";
            case EMPTY -> "empty";
            case FOLDER -> "";
        };
        String type = repository.fileSystem();
        String disk = type.isEmpty() ? "" : type + " at " + report.mount().point();
        String both = note.isEmpty() || disk.isEmpty() ? note + disk : note + ", " + disk;
        return repository.path() + (both.isEmpty() ? "" : " (" + both + ")");
    }

    private static String describe(String name, Device device) {
        if (name.equals(SshAgent.DEVICE)) {
            return "everything inside can sign with your SSH keys while the agent at " + SshAgent.socket(device)
                    + " runs";
        }
        if (!device.type().equals("disk")) {
            return device.type();
        }
        String shift = "true".equals(device.option("shift")) ? ", shifted" : "";
        String source = device.option("source");
        String pool = device.option("pool");
        String what = pool == null ? source : (source == null ? "" : "volume " + source + " of the ") + "pool " + pool;
        return what + " at " + device.option("path") + shift;
    }
}
