package dev.repoman.cli;

import dev.repoman.apply.Applier;
import dev.repoman.apply.SetupHost;
import dev.repoman.cli.Terminal.Stream;
import dev.repoman.plan.Plan;
import dev.repoman.plan.SetupPlan;
import dev.repoman.plan.SetupPlan.Stage;
import dev.repoman.plan.SetupPlan.Step;
import dev.repoman.plan.SetupRequest;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Walks through the stages of `setup`: shows what was found and what would change, asks, and does it, one stage
/// after the other, since what a later one needs (a snippet that names the project) the earlier one makes.
@ApplicationScoped
public class SetupWizard {
    private static final String FLAG = "--yes (or look first: --dry-run)";

    private final SetupHost setup;
    private final SetupView view;
    private final PlanView plans;
    private final Applier applier;
    private final Prompt prompt;
    private final Session session;
    private final Terminal terminal;

    public SetupWizard(
            SetupHost setup,
            SetupView view,
            PlanView plans,
            Applier applier,
            Prompt prompt,
            Session session,
            Terminal terminal) {
        this.setup = setup;
        this.view = view;
        this.plans = plans;
        this.applier = applier;
        this.prompt = prompt;
        this.session = session;
        this.terminal = terminal;
    }

    /// Shows all and changes nothing.
    ///
    /// @param check whether a plan that is not empty is exit 6
    int show(SetupRequest request, boolean check) {
        SetupPlan plan = setup.plan(setup.look(request, true));
        PrintWriter out = Streams.out();
        Style style = terminal.style(Stream.OUT);
        boolean empty = plan.plan().isEmpty();
        if (session.json()) {
            out.println(Json.text(view.json(plan).put("dryRun", true)));
        } else if (!session.quiet()) {
            plan.stages().forEach(stage -> view.lines(stage, true, style).forEach(out::println));
            if (plan.blocker() == null) {
                out.println();
                out.println(empty ? "nothing to change" : "with + is what setup would do; nothing was changed");
            }
        }
        out.flush();
        stopAt(plan.blocker());
        return check && !empty ? ExitCode.CHANGES.code : ExitCode.OK.code;
    }

    /// @param asks whether the user is asked before each stage that changes something
    int run(SetupRequest request, boolean asks) {
        SetupHost.Survey survey = setup.look(request, false);
        SetupPlan plan = setup.plan(survey);
        boolean changed = false;
        for (Step step : Step.values()) {
            Stage stage = plan.stage(step);
            if (step == Step.LLM && asks && survey.choices().asksLlm() && stage != null) {
                boolean wanted = askForModels(survey);
                survey = survey.withLlm(wanted);
                plan = setup.plan(survey);
                stage = plan.stage(step);
                if (stage != null && wanted) {
                    stopAt(stage.blocker());
                    apply(stage);
                    changed |= !stage.actions().isEmpty();
                }
            } else if (stage != null) {
                print(view.lines(stage, asks, terminal.style(Stream.ERR)));
                stopAt(stage.blocker());
                changed |= askAndApply(stage, asks);
            }
        }
        finish(plan, changed);
        return ExitCode.OK.code;
    }

    /// Shows what a yes would mean, and asks.
    private boolean askForModels(SetupHost.Survey survey) {
        SetupPlan wanted = setup.plan(survey.withLlm(true));
        Stage stage = wanted.stage(Step.LLM);
        if (stage != null) {
            print(view.lines(stage, true, terminal.style(Stream.ERR)));
            print(view.obstacle(stage, terminal.style(Stream.ERR)));
        }
        return prompt.confirm(
                SetupView.INDENT + "Wire local models into containers?",
                "--with-llm or --without-llm",
                survey.choices().llm());
    }

    /// @return whether something was changed
    private boolean askAndApply(Stage stage, boolean asks) {
        if (stage.actions().isEmpty()) {
            return false;
        }
        if (asks && !prompt.confirm(SetupView.INDENT + "Do this?", FLAG, true)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "setup stopped at stage " + stage.step().number() + ", as you said no",
                    "what was done before stays; repoman setup carries on from there");
        }
        apply(stage);
        return true;
    }

    private void apply(Stage stage) {
        applier.apply(
                Plan.of(stage.actions()),
                Applier.OnFailure.KEEP,
                new ProgressView(
                        plans,
                        Streams.err(),
                        terminal.style(Stream.ERR),
                        terminal.liveColumns(Stream.ERR),
                        isQuiet(),
                        SetupView.INDENT));
    }

    private void finish(SetupPlan plan, boolean changed) {
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(Json.text(view.json(plan).put("dryRun", false)));
        } else if (!session.quiet()) {
            view.summary(changed, terminal.style(Stream.OUT)).forEach(out::println);
        }
        out.flush();
    }

    private void print(List<String> lines) {
        if (!isQuiet()) {
            PrintWriter err = Streams.err();
            lines.forEach(err::println);
            err.flush();
        }
    }

    private boolean isQuiet() {
        return session.quiet() || session.json();
    }

    private static void stopAt(@Nullable RepomanException blocker) {
        if (blocker != null) {
            throw blocker;
        }
    }
}
