package dev.repoman.plan;

import java.util.List;

/// What will be done, in order, and what the user should know before it is.
///
/// @param keeps what a user might fear for and what stays as it is (`remove`)
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
