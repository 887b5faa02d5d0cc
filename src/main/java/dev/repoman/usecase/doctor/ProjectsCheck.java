package dev.repoman.usecase.doctor;

import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.BackupAge;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.drift.Drift;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.BuildImage;
import dev.repoman.usecase.ListProjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// All projects, as `list` shows them: drift, orphans, backups; and what an image build left.
@ApplicationScoped
class ProjectsCheck implements Check {
    private final ListProjects projects;
    private final BuildImage images;

    ProjectsCheck(ListProjects projects, BuildImage images) {
        this.projects = projects;
        this.images = images;
    }

    @Override
    public String code() {
        return "projects";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        ListProjects.Rows rows = projects.rows(false);
        if (rows.trouble() != null) {
            throw rows.trouble();
        }
        List<Diagnosis> all = new ArrayList<>();
        boolean backups = hasBackups(known);
        for (ListProjects.Row row : rows.rows()) {
            if (!row.drift().isEmpty()) {
                all.add(Diagnosis.of(drift(row)));
            }
            Project entry = row.entry();
            if (entry != null && row.backup() && backups) {
                all.add(BackupAge.of(row.name(), entry.lastSync(), row.lastSyncFailed(), Instant.now()));
            }
        }
        for (String builder : images.images().leftOver()) {
            all.add(Diagnosis.of(Finding.warn(
                    "leftover",
                    "the container " + builder + " belongs to an image build that runs, or was interrupted",
                    "if none runs: incus delete --force " + builder + " --project "
                            + known.defaults().project())));
        }
        return all.isEmpty()
                ? List.of(Diagnosis.good("projects", "the projects are as the registry says, as far as list shows it"))
                : all;
    }

    /// @return whether there is a root for backups: one that you named, or one that was used
    static boolean hasBackups(Registry known) {
        return !known.defaults().backupRoot().equals(Defaults.BUILT_IN.backupRoot())
                || known.projects().stream()
                        .anyMatch(project -> !project.lastSync().isEmpty());
    }

    private static Finding drift(ListProjects.Row row) {
        return Finding.warn(
                "drift",
                row.name() + ": "
                        + row.drift().stream().map(Drift::what).distinct().collect(Collectors.joining("; ")),
                row.drift().size() == 1 ? row.drift().getFirst().remedy() : "repoman status " + row.name());
    }
}
