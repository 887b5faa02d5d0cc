package dev.repoman.plan;

/// How to take one applied action back.
///
/// @param what for people, for example `container demo`
public record Undo(String what, Runnable how) {
    /// For actions that are not rolled back: they changed nothing, or nothing that a re-run would not build
    /// on.
    public static final Undo NONE = new Undo("", () -> {});

    public boolean isNone() {
        return what.isEmpty();
    }
}
