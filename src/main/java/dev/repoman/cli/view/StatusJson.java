package dev.repoman.cli.view;

import dev.repoman.cli.json.Document;
import dev.repoman.cli.json.DriftDocument;
import dev.repoman.cli.json.StatusDocument;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.drift.Drift;
import dev.repoman.plan.drift.ProjectFacts;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.Instance;
import dev.repoman.registry.Effective;
import dev.repoman.registry.Project;
import dev.repoman.usecase.ProjectStatus.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The report of `status NAME` as JSON.
public final class StatusJson {
    private StatusJson() {}

    public static StatusDocument document(Report report) {
        ProjectFacts facts = report.look().facts();
        Instance instance = facts.instance();
        Effective effective = report.effective();
        Project entry = effective == null ? null : facts.entry();
        BackupStatus backup = entry == null ? null : new BackupStatus(entry, report.sync());
        return new StatusDocument(
                Document.FORMAT,
                facts.name().value(),
                StatusView.state(report),
                facts.registry().defaults().incusProject(),
                facts.entry() != null,
                facts.foreign(),
                StatusView.image(report),
                instance == null ? List.of() : instance.profiles(),
                instance == null ? Map.of() : Device.options(instance.devices()),
                instance == null
                        ? null
                        : instance.addresses().stream()
                                .map(Instance.Address::value)
                                .toList(),
                entry == null ? null : entry.host(),
                instance == null || instance.location().isEmpty() ? null : instance.location(),
                repository(report),
                entry == null ? null : entry.created(),
                effective == null ? null : effective.backup().value(),
                entry == null ? null : entry.lastSync(),
                entry == null ? null : entry.hermes(),
                entry == null ? null : StatusView.hermesData(report),
                backup == null ? null : backup.attempt(),
                backup == null ? null : backup.success(),
                backup == null ? null : report.sync().drill(),
                effective == null ? null : effective(effective),
                ollama(report.look().ollama()),
                drift(report.drift()),
                report.look().trouble() == null ? null : report.look().trouble().what());
    }

    static List<DriftDocument> drift(List<Drift> drifts) {
        return drifts.stream()
                .map(d -> new DriftDocument(d.kind().code(), d.what(), d.wanted(), d.found(), d.remedy()))
                .toList();
    }

    private static StatusDocument.Repository repository(Report report) {
        FolderFact repository = report.look().repository();
        return new StatusDocument.Repository(
                repository.path(),
                repository.kind() != FolderFact.Kind.MISSING,
                repository.fileSystem(),
                report.mount().point(),
                report.privileged(),
                StatusView.isSealed(report) || report.mount().nosuid(),
                git(report.git()));
    }

    private static StatusDocument.@Nullable Git git(GitFact git) {
        return switch (git) {
            case GitFact.None _ -> null;
            case GitFact.Unknown unknown -> new StatusDocument.UnknownGit(unknown.why());
            case GitFact.Known known ->
                new StatusDocument.GitState(
                        known.branch(),
                        known.branch() == null,
                        known.commit(),
                        known.changed(),
                        known.untracked(),
                        known.upstream(),
                        known.ahead(),
                        known.behind());
        };
    }

    private static StatusDocument.Effective effective(Effective effective) {
        return new StatusDocument.Effective(
                value(effective.image()),
                value(effective.profiles()),
                value(effective.backup()),
                value(effective.containment()));
    }

    private static StatusDocument.Value value(Effective.Value<?> value) {
        return new StatusDocument.Value(
                value.value() instanceof Containment level ? level.toString() : value.value(),
                value.origin().toString());
    }

    private static StatusDocument.@Nullable Ollama ollama(@Nullable Health health) {
        return health == null
                ? null
                : new StatusDocument.Ollama(
                        health.url(),
                        health.state().name().toLowerCase(Locale.ROOT),
                        health.ok() ? health.detail() : null);
    }
}
