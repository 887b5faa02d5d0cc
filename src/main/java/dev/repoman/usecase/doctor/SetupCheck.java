package dev.repoman.usecase.doctor;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.doctor.Diagnosis;
import dev.repoman.plan.doctor.Diagnosis.Grade;
import dev.repoman.plan.setup.SetupPlan;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Registry;
import dev.repoman.usecase.HostStatus;
import dev.repoman.usecase.SetupHost;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What `setup` and `status` find, in their words.
@ApplicationScoped
class SetupCheck implements Check {
    /// Without these no container can work.
    private static final Set<String> FATAL = Set.of("incus", "incus-project");

    private final SetupHost setup;
    private final HostStatus status;

    SetupCheck(SetupHost setup, HostStatus status) {
        this.setup = setup;
        this.status = status;
    }

    @Override
    public String code() {
        return "setup";
    }

    @Override
    public List<Diagnosis> look(Registry known) {
        boolean models = known.defaults().llm().enabled();
        SetupPlan plan = setup.plan(setup.look(new SetupRequest(models, null, null, null, false), true));
        HostStatus.Report report = status.report();
        boolean unmarked =
                ProjectsCheck.hasBackups(known) && !report.backupRoot().marker();
        return diagnoses(plan, report.troubles(), unmarked);
    }

    /// @param troubles of `status`
    /// @param unmarked whether a backup root was chosen, and cannot be used as it is
    private static List<Diagnosis> diagnoses(SetupPlan plan, List<Finding> troubles, boolean unmarked) {
        List<Diagnosis> all = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Stage stage : plan.stages()) {
            for (Finding finding : isShown(stage) ? stage.findings() : List.<Finding>of()) {
                if (finding.level() == Finding.Level.WARN || told.add(finding.code())) {
                    Finding whole = whole(finding, stage);
                    all.add(Diagnosis.of(unmarked && finding.code().equals("backup-root") ? toMark(whole) : whole));
                }
            }
        }
        RepomanException blocker = plan.blocker();
        if (blocker != null) {
            Stage last = plan.stages().getLast();
            boolean fatal = last.step() == Step.ENVIRONMENT || last.step() == Step.PROJECT;
            all.add(new Diagnosis(
                    fatal ? Grade.ERROR : Grade.WARNING,
                    Finding.warn(code(last.step()), blocker.what(), blocker.hint())));
        }
        for (Finding trouble : troubles) {
            if (all.stream().noneMatch(d -> d.finding().equals(trouble)) && !isTold(trouble, plan)) {
                all.add(new Diagnosis(FATAL.contains(trouble.code()) ? Grade.ERROR : Grade.WARNING, trouble));
            }
        }
        List<Action> actions = plan.plan().actions();
        if (!actions.isEmpty()) {
            all.add(Diagnosis.of(Finding.warn(
                    "setup",
                    "repoman setup would change " + (actions.size() == 1 ? "one thing" : actions.size() + " things")
                            + " on this host",
                    "repoman setup")));
        }
        return all;
    }

    /// @return whether it says more than that something is to be done, or is left out
    private static boolean isShown(Stage stage) {
        return switch (stage.step()) {
            case ENVIRONMENT, PROJECT, CLAUDE_SHARE -> true;
            case LLM -> stage.findings().stream().noneMatch(f -> f.code().equals("llm"));
            case REGISTRY -> stage.actions().isEmpty();
        };
    }

    /// On the page of `setup`, "it" is what the heading names.
    private static Finding whole(Finding finding, Stage stage) {
        return finding.what().startsWith("it ") || finding.what().startsWith("its ")
                ? new Finding(finding.level(), finding.code(), stage.title() + ": " + finding.what(), finding.fix())
                : finding;
    }

    /// For `setup` it is good to know, and `sync` refuses it.
    private static Finding toMark(Finding finding) {
        return finding.level() == Finding.Level.INFO
                ? Finding.warn(
                        finding.code(),
                        finding.what(),
                        finding.fix() == null ? "mount it; once it is: repoman sync --init-backup-root" : finding.fix())
                : finding;
    }

    /// @return whether it is what stops `setup`, which says more about it
    private static boolean isTold(Finding trouble, SetupPlan plan) {
        if (plan.blocker() == null) {
            return false;
        }
        return switch (plan.stages().getLast().step()) {
            case CLAUDE_SHARE -> trouble.code().equals("profile-gone");
            case LLM -> trouble.code().equals("llm-silent");
            case ENVIRONMENT, PROJECT, REGISTRY -> false;
        };
    }

    private static String code(Step step) {
        return step == Step.ENVIRONMENT
                ? "incus"
                : step.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
