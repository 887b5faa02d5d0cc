package dev.repoman.plan.fork;

import dev.repoman.plan.Action;
import dev.repoman.plan.Plan;
import dev.repoman.registry.Project;
import java.util.List;
import java.util.stream.Stream;

/// Forks of one project that are made at once. Nothing of the parent is needed any more when what is shared of the last
/// stage is done.
///
/// @param forks those that are not complete yet
/// @param entries those that each fork needs in the registry; written at once, when all is done
public record ForkPlan(
        List<Project> forks, List<Stage> stages, List<List<Action.EditRegistry>> entries, List<String> notes) {
    public ForkPlan {
        forks = List.copyOf(forks);
        stages = List.copyOf(stages);
        entries = entries.stream().map(List::copyOf).toList();
        notes = List.copyOf(notes);
    }

    /// @param shared what is done first, once
    /// @param each what is done then for each fork, side by side
    public record Stage(List<Action> shared, List<List<Action>> each) {
        public Stage {
            shared = List.copyOf(shared);
            each = each.stream().map(List::copyOf).toList();
        }
    }

    /// @return all of it, for display
    public Plan whole() {
        return new Plan(
                Stream.concat(
                                stages.stream()
                                        .flatMap(stage -> Stream.concat(
                                                stage.shared().stream(),
                                                stage.each().stream().flatMap(List::stream))),
                                entries.stream().flatMap(List::stream))
                        .toList(),
                List.of(),
                notes);
    }

    /// @param fork its place in the list
    /// @return what is done for that one alone
    public Plan of(int fork) {
        return Plan.of(stages.stream()
                .flatMap(stage -> stage.each().get(fork).stream())
                .toList());
    }
}
