package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.DoctorView;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.PlanView;
import dev.repoman.cli.view.ProgressView;
import dev.repoman.cli.view.SetupView;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Plan;
import dev.repoman.plan.setup.SetupPlan;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.plan.setup.SetupPlan.Step;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.plan.setup.SetupRequest.Basics;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Defaults;
import dev.repoman.usecase.SetupHost;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Walks through the stages of `setup`: shows what was found and what would change, asks, and does it, one
/// stage after the other, because a later stage needs what an earlier one creates (a snippet that names the
/// project).
@ApplicationScoped
public class SetupWizard {
    private static final String FLAG = "--yes (or look first: --dry-run)";

    private static final String REPOS_ROOT = "defaults.repos_root";
    private static final String BACKUP_ROOT = "defaults.backup_root";
    private static final String IMAGE = "defaults.default_image";

    private final SetupHost setup;
    private final SetupView view;
    private final PlanView plans;
    private final Applier applier;
    private final Prompt prompt;
    private final Json documents;
    private final Session session;
    private final Terminal terminal;
    private final Waiting waiting;

    public SetupWizard(
            Json documents,
            SetupHost setup,
            SetupView view,
            PlanView plans,
            Applier applier,
            Prompt prompt,
            Session session,
            Terminal terminal,
            Waiting waiting) {
        this.setup = setup;
        this.view = view;
        this.plans = plans;
        this.applier = applier;
        this.prompt = prompt;
        this.documents = documents;
        this.session = session;
        this.terminal = terminal;
        this.waiting = waiting;
    }

    /// Shows everything and changes nothing.
    ///
    /// @param check whether a plan that is not empty is exit 6
    int show(SetupRequest request, boolean check) {
        SetupPlan plan = setup.plan(setup.look(request, true));
        PrintWriter out = Streams.out();
        Style style = terminal.style(Stream.OUT);
        boolean empty = plan.plan().isEmpty();
        if (session.json()) {
            out.println(documents.text(view.document(plan, true)));
        } else if (!session.quiet()) {
            plan.stages().forEach(stage -> view.lines(stage, true, style).forEach(out::println));
            if (plan.blocker() == null) {
                out.println();
                out.println(empty ? "nothing to change" : "lines with + show what setup would do; nothing was changed");
            }
        }
        out.flush();
        stopAt(plan.blocker());
        return check && !empty ? ExitCode.CHANGES.code : ExitCode.OK.code;
    }

    /// @param asks whether the user is asked before each stage that changes something
    /// @param doctor checks this host at the end, where the page is shown
    int run(SetupRequest request, boolean asks, Supplier<List<Section>> doctor) {
        // ollama and a backup share may take seconds to answer
        SetupHost.Survey survey = waiting.during("checking this host", () -> setup.look(request, false));
        SetupPlan plan = setup.plan(survey);
        List<Stage> done = new ArrayList<>();
        for (Step step : Step.values()) {
            Stage stage = plan.stage(step);
            if (stage == null) {
                continue;
            }
            if (step == Step.REGISTRY && asks && prompt.canAsk()) {
                survey = askForBasics(survey, request);
                plan = setup.plan(survey);
                stage = Objects.requireNonNull(plan.stage(step));
            }
            boolean choice = step == Step.LLM && asks && survey.choices().asksLlm();
            if (choice) {
                boolean wanted = askForModels(survey);
                survey = survey.withLlm(wanted);
                plan = setup.plan(survey);
                stage = Objects.requireNonNull(plan.stage(step));
            } else {
                print(view.lines(stage, asks, terminal.style(Stream.ERR)));
            }
            stopAt(stage.blocker());
            carryOut(stage, asks && !choice);
            done.add(stage);
            if (step == Step.PROJECT && !stage.actions().isEmpty()) {
                // the commands that the next stages print depend on the project as it is now
                survey = setup.again(survey);
                plan = setup.plan(survey);
            }
        }
        finish(new SetupPlan(done), survey, doctor);
        return ExitCode.OK.code;
    }

    /// Asks for each that is neither passed nor in the registry.
    private SetupHost.Survey askForBasics(SetupHost.Survey survey, SetupRequest request) {
        Basics given = request.basics();
        if (!survey.registry().written().containsAll(List.of(REPOS_ROOT, BACKUP_ROOT, IMAGE))) {
            print(List.of(""));
        }
        Basics asked = new Basics(
                ask(survey, given.reposRoot(), "Where are your repositories?", REPOS_ROOT, Defaults::reposRoot),
                ask(
                        survey,
                        given.backupRoot(),
                        "Where do backups go (a mounted share or disk)?",
                        BACKUP_ROOT,
                        Defaults::backupRoot),
                ask(survey, given.image(), "Image of new containers?", IMAGE, Defaults::defaultImage));
        return asked.equals(given) ? survey : setup.with(survey, asked);
    }

    /// @return the value that was passed, or typed; null where the registry has one
    private @Nullable String ask(
            SetupHost.Survey survey,
            @Nullable String given,
            String question,
            String key,
            Function<Defaults, String> builtIn) {
        if (given != null || survey.registry().written().contains(key)) {
            return given;
        }
        while (true) {
            String answer = prompt.text(SetupView.INDENT + question, FLAG, builtIn.apply(Defaults.BUILT_IN));
            try {
                setup.check(key, answer);
                return answer;
            } catch (RepomanException e) {
                print(List.of(SetupView.INDENT + e.what()));
            }
        }
    }

    /// Shows what the answer yes would do, and asks.
    private boolean askForModels(SetupHost.Survey survey) {
        SetupPlan wanted = setup.plan(survey.withLlm(true));
        Stage stage = wanted.stage(Step.LLM);
        if (stage != null) {
            print(view.lines(stage, true, terminal.style(Stream.ERR)));
            print(view.obstacle(stage, terminal.style(Stream.ERR)));
        }
        return prompt.confirm(
                SetupView.INDENT + "Connect containers to local models?",
                "--with-llm or --without-llm",
                survey.choices().llm());
    }

    private void carryOut(Stage stage, boolean asks) {
        if (stage.actions().isEmpty()) {
            return;
        }
        if (asks && !prompt.confirm(SetupView.INDENT + "Do this?", FLAG, true)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "setup stopped at stage " + stage.step().number() + ", because you said no",
                    "what was done before is kept; repoman setup continues from there");
        }
        // a list that the user has just approved is not printed again line by line
        boolean briefly = asks && stage.step() == Step.REGISTRY;
        apply(stage, briefly);
        if (briefly) {
            print(List.of(SetupView.INDENT + terminal.style(Stream.ERR).good("✓") + " written"));
        }
    }

    private void apply(Stage stage, boolean silently) {
        applier.apply(
                Plan.of(stage.actions()),
                Applier.OnFailure.KEEP,
                new ProgressView(
                        plans,
                        Streams.drawing(),
                        terminal.style(Stream.ERR),
                        () -> terminal.liveColumns(Stream.ERR),
                        silently || isQuiet(),
                        SetupView.INDENT));
    }

    private void finish(SetupPlan plan, SetupHost.Survey survey, Supplier<List<Section>> doctor) {
        PrintWriter out = Streams.out();
        Style style = terminal.style(Stream.OUT);
        if (session.json()) {
            out.println(documents.text(view.document(plan, false)));
        } else if (!session.quiet()) {
            List<String> checks = DoctorView.ending(waiting.during("checking this host", doctor), shown(plan), style);
            view.summary(!plan.plan().isEmpty(), checks, setup.hasHermes(survey), style)
                    .forEach(out::println);
        }
        out.flush();
    }

    private static List<String> shown(SetupPlan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.findings().stream())
                .filter(finding -> finding.level() == Finding.Level.WARN)
                .map(Finding::code)
                .toList();
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
