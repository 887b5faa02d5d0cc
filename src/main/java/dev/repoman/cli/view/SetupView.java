package dev.repoman.cli.view;

import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Wrap;
import dev.repoman.cli.json.PlanDocument;
import dev.repoman.plan.Finding;
import dev.repoman.plan.setup.SetupPlan;
import dev.repoman.plan.setup.SetupPlan.Stage;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The stages of `setup`, as text with 80 columns and as JSON.
@ApplicationScoped
public class SetupView {
    public static final String INDENT = "   ";
    private static final int WIDTH = 80;

    private final PlanView plans;

    public SetupView(PlanView plans) {
        this.plans = plans;
    }

    /// @param withActions whether to list the changes too
    public List<String> lines(Stage stage, boolean withActions, Style style) {
        List<String> lines = new ArrayList<>();
        if (stage.step().number() > 1) {
            lines.add("");
        }
        lines.add(heading(stage.step().number(), stage.title(), style));
        stage.findings().forEach(finding -> add(lines, mark(finding, style), finding.what(), finding.fix()));
        if (withActions) {
            stage.actions().forEach(action -> add(lines, style.strong("+"), plans.describe(action)));
        }
        return lines;
    }

    /// Why the stage cannot be passed, if the user can still skip it.
    public List<String> obstacle(Stage stage, Style style) {
        List<String> lines = new ArrayList<>();
        if (stage.blocker() != null) {
            add(lines, style.bad("✗"), stage.blocker().what());
        }
        return lines;
    }

    static String heading(int number, String title, Style style) {
        return style.strong(number + "  " + Printable.text(title));
    }

    /// @param changed whether anything was
    /// @param checks what doctor says
    /// @param hermes whether this host has what `new --hermes` needs
    public List<String> summary(boolean changed, List<String> checks, boolean hermes, Style style) {
        List<String> lines = new ArrayList<>(List.of(
                "", heading(6, changed ? "This host is ready" : "Nothing to change: this host is ready", style)));
        lines.addAll(checks);
        lines.add(INDENT + "repoman new NAME            a container for the repository NAME");
        if (hermes) {
            lines.add(INDENT + "repoman new NAME --hermes   the same, with its own hermes");
        }
        lines.add(INDENT + "repoman list                list your projects");
        lines.add(INDENT + "repoman doctor              try everything in a new container");
        return lines;
    }

    public PlanDocument document(SetupPlan plan, boolean dryRun) {
        return plans.document(
                plan.plan(), plan.stages().stream().map(SetupView::stage).toList(), dryRun);
    }

    private static PlanDocument.Stage stage(Stage stage) {
        RepomanException blocker = stage.blocker();
        return new PlanDocument.Stage(
                stage.step().number(),
                stage.title(),
                stage.actions().size(),
                stage.findings().stream()
                        .map(f ->
                                new PlanDocument.Finding(f.level().name().toLowerCase(Locale.ROOT), f.code(), f.text()))
                        .toList(),
                blocker == null ? null : new PlanDocument.Blocker(blocker.what(), blocker.hint()));
    }

    static String mark(Finding finding, Style style) {
        return switch (finding.level()) {
            case GOOD -> style.good("✓");
            case INFO -> style.faint("·");
            case WARN -> style.warn("!");
        };
    }

    static void add(List<String> lines, String mark, String what, @Nullable String fix) {
        add(lines, mark, what);
        if (fix != null) {
            // whole, so that it can be pasted
            fix.lines().map(Printable::text).forEach(lines::add);
        }
    }

    private static void add(List<String> lines, String mark, String text) {
        UnaryOperator<String> first = line -> INDENT + mark + " " + line;
        List<String> wrapped = Wrap.lines(Printable.text(text), WIDTH - INDENT.length() - 2);
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add(i == 0 ? first.apply(wrapped.get(i)) : INDENT + "  " + wrapped.get(i));
        }
    }
}
