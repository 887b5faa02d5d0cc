package dev.repoman.plan;

import java.util.List;

/// The actions, in order, and what the user should know before they run.
///
/// @param keeps what a user might expect to lose and what is kept (`remove`)
/// @param notes findings that change nothing
public record Plan(List<Action> actions, List<String> keeps, List<String> notes) {
    public Plan {
        actions = List.copyOf(actions);
        keeps = List.copyOf(keeps);
        notes = List.copyOf(notes);
    }

    public static Plan of(List<Action> actions) {
        return new Plan(actions, List.of(), List.of());
    }

    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
