package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.RepairProject;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What repoman fixes by itself: the plans of `setup` and of `repair`, each shown and asked about.
@ApplicationScoped
class DoctorFix {
    private static final String SETUP = "setup";

    private final RegistryStore registry;
    private final SetupWizard wizard;
    private final RepairProject repairs;
    private final ChangeRunner changes;

    DoctorFix(RegistryStore registry, SetupWizard wizard, RepairProject repairs, ChangeRunner changes) {
        this.registry = registry;
        this.wizard = wizard;
        this.repairs = repairs;
        this.changes = changes;
    }

    /// @param project the one that doctor looked at, or null
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
        if (project == null || repairs.plan(project).isEmpty()) {
            return setup;
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
