package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.ListProjects;
import dev.repoman.usecase.RepairProject;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What repoman fixes by itself: the plans of `setup` and of `repair`, each shown and asked about.
@ApplicationScoped
class DoctorFix {
    private static final String SETUP = "setup";

    private final RegistryStore registry;
    private final SetupWizard wizard;
    private final ListProjects projects;
    private final RepairProject repairs;
    private final ChangeRunner changes;
    private final ErrorView errors;

    DoctorFix(
            RegistryStore registry,
            SetupWizard wizard,
            ListProjects projects,
            RepairProject repairs,
            ChangeRunner changes,
            ErrorView errors) {
        this.registry = registry;
        this.projects = projects;
        this.errors = errors;
        this.wizard = wizard;
        this.repairs = repairs;
        this.changes = changes;
    }

    /// @param project the one that doctor looked at; null for all whose drift `list` shows
    /// @param yes whether nothing is asked
    /// @return whether there was something to fix
    boolean run(List<Section> found, @Nullable ProjectName project, boolean yes) {
        boolean setup = found.stream()
                .flatMap(section -> section.bad().stream())
                .anyMatch(finding -> finding.code().equals(SETUP));
        if (setup) {
            boolean models = registry.load().defaults().llm().enabled();
            wizard.run(new SetupRequest(models, null, null, null, false), !yes, List::of);
        }
        if (project != null) {
            return repair(project, yes) || setup;
        }
        boolean repaired = false;
        for (ProjectName name : drifted()) {
            try {
                repaired |= repair(name, yes);
            } catch (RepomanException e) {
                if (e.fault() == Fault.USAGE) {
                    throw e; // nobody can be asked
                }
                errors.say(Streams.err(), ExitCode.of(e.fault()), name + ": " + e.what(), e.hint(), false);
            }
        }
        return repaired || setup;
    }

    private List<ProjectName> drifted() {
        return projects.rows(false).rows().stream()
                .filter(row -> !row.drift().isEmpty())
                .flatMap(row -> Stream.ofNullable(row.entry()))
                .map(Project::name)
                .toList();
    }

    private boolean repair(ProjectName project, boolean yes) {
        if (repairs.plan(project).isEmpty()) {
            return false;
        }
        changes.run(new ChangeRunner.Change(
                "repair " + project,
                project,
                () -> repairs.plan(project),
                Applier.OnFailure.UNDO,
                yes ? null : "repair " + project + "?",
                project + " is repaired",
                false));
        return true;
    }
}
