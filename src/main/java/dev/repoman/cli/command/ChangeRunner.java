package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.apply.ProjectLocks;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PlanView;
import dev.repoman.cli.view.ProgressView;
import dev.repoman.plan.Plan;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.ConfigureSsh;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What every command that changes a project does: lock, plan, show or ask, apply, report.
@ApplicationScoped
public class ChangeRunner {
    private final Json documents;
    private final Session session;
    private final Terminal terminal;
    private final Waiting waiting;
    private final Prompt prompt;
    private final PlanView plans;
    private final Applier applier;
    private final ProjectLocks locks;
    private final ConfigureSsh ssh;

    public ChangeRunner(
            Json documents,
            Session session,
            Terminal terminal,
            Waiting waiting,
            Prompt prompt,
            PlanView plans,
            Applier applier,
            ProjectLocks locks,
            ConfigureSsh ssh) {
        this.documents = documents;
        this.session = session;
        this.terminal = terminal;
        this.waiting = waiting;
        this.prompt = prompt;
        this.plans = plans;
        this.applier = applier;
        this.locks = locks;
        this.ssh = ssh;
    }

    /// @param title of the plan, for example `new demo`
    /// @param projects that are changed, and are locked in this order, which is that of their names
    /// @param question asked before it is applied, or null
    /// @param farewell printed when all is done
    record Change(
            String title,
            List<ProjectName> projects,
            Supplier<Plan> plan,
            Applier.OnFailure onFailure,
            @Nullable String question,
            String farewell,
            boolean dryRun) {
        /// One project is changed.
        Change(
                String title,
                ProjectName project,
                Supplier<Plan> plan,
                Applier.OnFailure onFailure,
                @Nullable String question,
                String farewell,
                boolean dryRun) {
            this(title, List.of(project), plan, onFailure, question, farewell, dryRun);
        }
    }

    /// @return the exit code
    int run(Change change) {
        return run(change, null);
    }

    /// @param after planned and carried out when the change is done, or null
    int run(Change change, @Nullable Supplier<Plan> after) {
        if (change.dryRun()) {
            show(change.plan().get(), "repoman " + change.title() + " would");
            return ExitCode.OK.code;
        }
        // asked before locking: a question may stay unanswered for hours
        Plan agreed = change.question() == null ? null : ask(change, change.question());
        Deque<ProjectLocks.Held> held = new ArrayDeque<>();
        try {
            change.projects().forEach(name -> held.push(locks.hold(name)));
            Plan plan = plan(change);
            if (agreed != null && !agreed.equals(plan)) {
                throw new RepomanException(
                        Fault.REFUSED,
                        "something changed while you were asked; nothing was done",
                        "run the same command again");
            }
            // who was asked has read the notes
            apply(change, plan, progress(agreed == null ? plan : Plan.of(plan.actions())), after);
        } finally {
            held.forEach(ProjectLocks.Held::close);
        }
        return ExitCode.OK.code;
    }

    private Plan plan(Change change) {
        return waiting.during("asking Incus", () -> {
            change.projects().forEach(applier::settle);
            return change.plan().get();
        });
    }

    private Plan ask(Change change, String question) {
        Plan plan = plan(change);
        if (!prompt.confirm(
                question, "--yes", err -> plans.print(plan, change.title(), err, terminal.style(Stream.ERR)))) {
            throw RepomanException.withoutHint(Fault.REFUSED, "nothing was changed");
        }
        return plan;
    }

    /// Prints a plan that is not carried out, as text or as JSON.
    ///
    /// @param title for example `repoman new demo would`
    void show(Plan plan, String title) {
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(plans.document(plan, true)));
        } else {
            plans.print(plan, title, out, terminal.style(Stream.OUT));
        }
        out.flush();
    }

    /// Prints what the user should know before a plan is carried out.
    ///
    /// @return shows how far it is
    ProgressView progress(Plan plan) {
        PrintWriter err = Streams.err();
        Style style = terminal.style(Stream.ERR);
        boolean quiet = session.quiet() || session.json();
        if (!quiet) {
            plan.notes().forEach(note -> err.println(style.labelled("note", note)));
        }
        return new ProgressView(plans, Streams.drawing(), style, () -> terminal.liveColumns(Stream.ERR), quiet, "");
    }

    private void apply(Change change, Plan plan, ProgressView progress, @Nullable Supplier<Plan> after) {
        applier.apply(plan, change.onFailure(), progress);
        if (after != null) {
            applier.apply(after.get(), change.onFailure(), progress);
        }
        ssh.follow();
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(plans.document(plan, false)));
        } else if (!session.quiet()) {
            out.println(plan.isEmpty() ? "nothing to do" : change.farewell());
        }
        out.flush();
    }
}
