package dev.repoman.plan.setup;

import dev.repoman.plan.Action;
import dev.repoman.plan.Finding;
import dev.repoman.plan.Plan;
import dev.repoman.project.RepomanException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `setup` found and would change, stage by stage. A stage that cannot be passed is the last one.
public record SetupPlan(List<Stage> stages) {
    public SetupPlan {
        stages = List.copyOf(stages);
    }

    /// The stages of `setup` that change something, and the first, which only looks. (The sixth is
    /// the summary.)
    public enum Step {
        ENVIRONMENT(1),
        PROJECT(2),
        CLAUDE_SHARE(3),
        LLM(4),
        REGISTRY(5);

        private final int number;

        Step(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /// @param blocker why the wizard cannot continue from here, or null
    public record Stage(
            Step step,
            String title,
            List<Finding> findings,
            List<Action> actions,
            @Nullable RepomanException blocker) {
        public Stage {
            findings = List.copyOf(findings);
            actions = List.copyOf(actions);
        }
    }

    /// @return all actions, in order, with the warnings as notes
    public Plan plan() {
        return new Plan(
                stages.stream().flatMap(s -> s.actions().stream()).toList(),
                List.of(),
                stages.stream()
                        .flatMap(s -> s.findings().stream())
                        .filter(f -> f.level() == Finding.Level.WARN)
                        .map(Finding::text)
                        .toList());
    }

    public @Nullable RepomanException blocker() {
        return stages.isEmpty() ? null : stages.getLast().blocker();
    }

    /// @return the stage of that step; null if the plan ends before it or skips it
    public @Nullable Stage stage(Step step) {
        return stages.stream().filter(s -> s.step() == step).findFirst().orElse(null);
    }
}
