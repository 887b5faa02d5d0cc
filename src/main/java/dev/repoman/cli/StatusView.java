package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.apply.Inspection.Report;
import dev.repoman.plan.FolderFact;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.registry.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The report of `status`, for people and as data.
final class StatusView {
    private StatusView() {}

    static List<String> lines(Report report, Instant now, Style style) {
        Table table = new Table();
        row(table, style, "project", report.name().value());
        row(table, style, "state", state(report));
        Instance instance = report.instance();
        if (instance != null) {
            row(table, style, "addresses", addresses(instance));
            row(table, style, "profiles", String.join(", ", instance.profiles()) + OriginView.profiles(report));
        }
        Project entry = report.entry();
        row(table, style, "image", image(report) + OriginView.image(report));
        FolderFact repository = report.repository();
        row(table, style, "repository", repository.path() + repositoryNote(repository));
        if (instance != null) {
            instance.devices().forEach((name, device) -> row(table, style, "device " + name, describe(device)));
        }
        if (entry != null) {
            row(table, style, "created", entry.created());
            row(table, style, "hermes", hermes(report));
            BackupStatus backup = new BackupStatus(entry, report.sync());
            row(table, style, "backup", backup.summary(OriginView.backup(report), now));
            backup.trouble(now)
                    .ifPresent(text -> table.add(
                            List.of(new Table.Cell("last sync", style::strong), new Table.Cell(text, style::bad))));
        }
        List<String> lines = new ArrayList<>(table.lines());
        OriginView.drift(report).forEach(line -> lines.add(style.warn("drift:") + " " + line));
        if (report.trouble() != null) {
            lines.add(style.warn("warning:") + " " + report.trouble().what());
        } else if (instance == null) {
            lines.add(style.warn("drift:") + " the container is gone; mend it: repoman remove " + report.name()
                    + ", then repoman new " + report.name());
        } else if (report.foreign()) {
            lines.add(style.warn("drift:") + " the container of that name is not the one that repoman made; drop the"
                    + " entry: repoman remove " + report.name());
        } else if (entry == null) {
            lines.add(style.warn("drift:") + " the container has no registry entry; mend it: repoman new "
                    + report.name());
        }
        return lines;
    }

    static ObjectNode json(Report report) {
        ObjectNode document = Json.document()
                .put("name", report.name().value())
                .put("state", state(report))
                .put("incusProject", report.incusProject())
                .put("inRegistry", report.entry() != null)
                .put("foreign", report.foreign())
                .put("image", image(report));
        Instance instance = report.instance();
        Json.put(document, "profiles", instance == null ? List.of() : instance.profiles());
        ObjectNode devices = document.putObject("devices");
        if (instance != null) {
            instance.devices().forEach((name, device) -> {
                ObjectNode node = devices.putObject(name);
                device.options().forEach(node::put);
            });
            Json.put(
                    document,
                    "addresses",
                    instance.addresses().stream().map(Instance.Address::value).toList());
        }
        document.putObject("repository")
                .put("path", report.repository().path())
                .put("exists", report.repository().kind() != FolderFact.Kind.MISSING)
                .put("fileSystem", report.repository().fileSystem());
        if (report.entry() != null) {
            document.put("created", report.entry().created())
                    .put("backup", OriginView.isBackedUp(report))
                    .put("lastSync", report.entry().lastSync())
                    .put("hermes", report.entry().hermes())
                    .put("hermesData", report.hermesData());
            new BackupStatus(report.entry(), report.sync()).json(document);
        }
        OriginView.json(report, document);
        if (report.trouble() != null) {
            document.put("warning", report.trouble().what());
        }
        return document;
    }

    private static void row(Table table, Style style, String label, String value) {
        table.add(List.of(new Table.Cell(label, style::strong), Table.Cell.of(value)));
    }

    private static String state(Report report) {
        if (report.trouble() != null) {
            return "unknown";
        }
        return report.instance() == null
                ? "missing"
                : report.instance().status().toLowerCase(Locale.ROOT);
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

    private static String hermes(Report report) {
        String data = report.hermesData();
        boolean has = report.entry() != null && report.entry().hermes();
        return has
                ? data == null ? "yes, but its data folder is gone" : "yes, its data is in " + data
                : data == null ? "no" : "no, but there is data of an earlier one in " + data;
    }

    private static String image(Report report) {
        if (report.effective() != null) {
            return report.effective().image().value();
        }
        Instance instance = report.instance();
        return instance == null || instance.ownership() == null
                ? ""
                : instance.ownership().image();
    }

    private static String repositoryNote(FolderFact repository) {
        return switch (repository.kind()) {
            case MISSING -> " (not there)";
            case NOT_A_FOLDER -> " (not a folder)";
            case UNREADABLE -> " (not readable)";
            case EMPTY, FOLDER -> repository.fileSystem().isEmpty() ? "" : " (" + repository.fileSystem() + ")";
        };
    }

    private static String describe(Device device) {
        if (!device.type().equals("disk")) {
            return device.type();
        }
        String shift = "true".equals(device.option("shift")) ? ", shifted" : "";
        return device.option("source") + " at " + device.option("path") + shift;
    }
}
