package dev.repoman.plan;

import org.jspecify.annotations.Nullable;

/// An observation about a host or a project, and what to do about it, if anything. `setup` and `status`
/// report these, and so does each [dev.repoman.plan.drift.Drift].
///
/// @param code the same in every language and version, for scripts: `jail`, `profile-missing`
/// @param what in words
/// @param fix the command that fixes it, or what to do; null if nothing is to be done, or `what` says it
public record Finding(
        Level level, String code, String what, @Nullable String fix) {
    public enum Level {
        GOOD,
        INFO,
        WARN
    }

    public static Finding good(String code, String what) {
        return new Finding(Level.GOOD, code, what, null);
    }

    public static Finding info(String code, String what) {
        return new Finding(Level.INFO, code, what, null);
    }

    public static Finding warn(String code, String what) {
        return new Finding(Level.WARN, code, what, null);
    }

    public static Finding warn(String code, String what, @Nullable String fix) {
        return new Finding(Level.WARN, code, what, fix);
    }

    /// @return what, and what to do
    public String text() {
        return fix == null ? what : what + (what.endsWith(":") ? " " : "; ") + fix;
    }
}
