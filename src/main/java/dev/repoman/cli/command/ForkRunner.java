package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.apply.ProjectLocks;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PlanView;
import dev.repoman.plan.fork.ForkPlan;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.usecase.ConfigureSsh;
import dev.repoman.usecase.fork.ForkProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// What [ChangeRunner] does for one project, for forks that are made at once. The lock of the parent is held only while
/// it is copied, so that others can fork it meanwhile.
@ApplicationScoped
public class ForkRunner {
    private final ForkProject projects;
    private final ChangeRunner changes;
    private final Json documents;
    private final Session session;
    private final Waiting waiting;
    private final PlanView plans;
    private final ErrorView errors;
    private final Applier applier;
    private final ProjectLocks locks;
    private final ConfigureSsh ssh;

    public ForkRunner(
            ForkProject projects,
            ChangeRunner changes,
            Json documents,
            Session session,
            Waiting waiting,
            PlanView plans,
            ErrorView errors,
            Applier applier,
            ProjectLocks locks,
            ConfigureSsh ssh) {
        this.projects = projects;
        this.changes = changes;
        this.documents = documents;
        this.session = session;
        this.waiting = waiting;
        this.plans = plans;
        this.errors = errors;
        this.applier = applier;
        this.locks = locks;
        this.ssh = ssh;
    }

    /// @param title of the plan, for example `fork web fix`
    /// @return the exit code
    /// @throws RepomanException if nothing could be done, or the only fork failed
    int run(String title, ProjectName parent, List<ProjectName> names, boolean dryRun) {
        if (dryRun) {
            changes.show(projects.plan(parent, names).whole(), "repoman " + title + " would");
            return ExitCode.OK.code;
        }
        List<ProjectLocks.Held> held = new ArrayList<>();
        ForkPlan plan;
        SortedMap<Integer, RepomanException> failed;
        try {
            ProjectLocks.Held ofParent = locks.await(parent, waiting::during);
            held.add(ofParent);
            names.forEach(name -> held.add(locks.hold(name)));
            plan = waiting.during("asking Incus", () -> {
                applier.settle(parent);
                names.forEach(applier::settle);
                return projects.plan(parent, names);
            });
            failed = applier.apply(plan, changes.progress(plan.whole()), ofParent::close);
        } finally {
            held.forEach(ProjectLocks.Held::close);
        }
        ssh.follow();
        return report(plan, failed, names.size());
    }

    private int report(ForkPlan plan, SortedMap<Integer, RepomanException> failed, int wanted) {
        if (wanted == 1 && !failed.isEmpty()) {
            throw failed.firstEntry().getValue();
        }
        PrintWriter out = Streams.out();
        List<Project> forks = plan.forks();
        if (session.json()) {
            out.println(documents.text(plans.document(plan.whole(), false)));
        } else if (!session.quiet()) {
            for (int i = 0; i < forks.size(); i++) {
                if (!failed.containsKey(i)) {
                    String name = forks.get(i).shown();
                    out.println(name + " is ready: repoman shell " + name);
                }
            }
        }
        out.flush();
        if (failed.isEmpty()) {
            return ExitCode.OK.code;
        }
        List<Fault> faults =
                failed.values().stream().map(RepomanException::fault).distinct().toList();
        if (!session.json()) {
            failed.forEach((i, error) -> errors.say(
                    Streams.err(),
                    ExitCode.of(error.fault()),
                    forks.get(i).shown() + ": " + error.what(),
                    error.hint(),
                    false));
        }
        String which = failed.entrySet().stream()
                .map(entry -> forks.get(entry.getKey()).shown()
                        + (session.json() ? " (" + entry.getValue().what() + ")" : ""))
                .collect(Collectors.joining(", "));
        Project first = forks.get(failed.firstKey());
        throw new RepomanException(
                faults.size() == 1 ? faults.getFirst() : Fault.FAILED,
                failed.size() + " of " + wanted + " forks failed: " + which,
                "try again: repoman fork " + first.parent() + " " + first.task());
    }
}
