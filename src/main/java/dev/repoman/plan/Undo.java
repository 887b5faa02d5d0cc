package dev.repoman.plan;

/// How to roll back one applied action.
///
/// @param what for display, for example `container demo`
public record Undo(String what, Runnable how) {
    /// For actions that are not rolled back: they changed nothing, or something that the next run uses.
    public static final Undo NONE = new Undo("", () -> {});

    public boolean isNone() {
        return what.isEmpty();
    }
}
