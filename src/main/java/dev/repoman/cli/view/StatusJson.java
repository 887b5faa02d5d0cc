package dev.repoman.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.project.Instance;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import dev.repoman.registry.RegistryEdit.Value;
import dev.repoman.usecase.ProjectStatus.Report;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The report of `status NAME` as data.
public final class StatusJson {
    private StatusJson() {}

    public static ObjectNode document(Report report) {
        ProjectFacts facts = report.look().facts();
        ObjectNode document = Json.document()
                .put("name", facts.name().value())
                .put("state", StatusView.state(report))
                .put("incusProject", facts.registry().defaults().incusProject())
                .put("inRegistry", facts.entry() != null)
                .put("foreign", facts.foreign())
                .put("image", StatusView.image(report));
        put(document, facts.instance());
        put(document.putObject("repository"), report);
        put(document, report, facts.entry());
        Effective effective = report.effective();
        if (effective != null) {
            ObjectNode node = document.putObject("effective");
            put(node, "image", new Value.Text(effective.image().value()), effective.image());
            put(node, "profiles", new Value.Texts(effective.profiles().value()), effective.profiles());
            put(node, "backup", new Value.Flag(effective.backup().value()), effective.backup());
        }
        Health ollama = report.look().ollama();
        if (ollama != null) {
            document.putObject("ollama")
                    .put("url", ollama.url())
                    .put("state", ollama.state().name().toLowerCase(Locale.ROOT))
                    .put("version", ollama.ok() ? ollama.detail() : null);
        }
        put(document.putArray("drift"), report.drift());
        if (report.look().trouble() != null) {
            document.put("warning", report.look().trouble().what());
        }
        return document;
    }

    static void put(ArrayNode array, List<Drift> drifts) {
        drifts.forEach(drift -> array.addObject()
                .put("kind", drift.kind().code())
                .put("what", drift.what())
                .put("wanted", drift.wanted())
                .put("found", drift.found())
                .put("mend", drift.mend()));
    }

    private static void put(ObjectNode document, @Nullable Instance instance) {
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
    }

    private static void put(ObjectNode node, Report report) {
        FolderFact repository = report.look().repository();
        node.put("path", repository.path())
                .put("exists", repository.kind() != FolderFact.Kind.MISSING)
                .put("fileSystem", repository.fileSystem())
                .put("mount", report.mount().point());
        Json.put(node, "setuid", report.privileged());
        switch (report.git()) {
            case GitFact.None _ -> node.putNull("git");
            case GitFact.Unknown unknown -> node.putObject("git").put("unknown", unknown.why());
            case GitFact.Known known ->
                node.putObject("git")
                        .put("branch", known.branch())
                        .put("detached", known.branch() == null)
                        .put("commit", known.commit())
                        .put("changed", known.changed())
                        .put("untracked", known.untracked())
                        .put("upstream", known.upstream())
                        .put("ahead", known.ahead())
                        .put("behind", known.behind());
        }
    }

    private static void put(ObjectNode document, Report report, @Nullable Project entry) {
        if (entry != null && report.effective() != null) {
            document.put("created", entry.created())
                    .put("backup", report.effective().backup().value())
                    .put("lastSync", entry.lastSync())
                    .put("hermes", entry.hermes())
                    .put("hermesData", StatusView.hermesData(report));
            new BackupStatus(entry, report.sync()).json(document);
        }
    }

    private static void put(ObjectNode parent, String name, Value value, Effective.Value<?> effective) {
        ObjectNode node = parent.putObject(name);
        node.set("value", SettingView.value(value));
        node.put("origin", effective.origin().toString());
    }
}
