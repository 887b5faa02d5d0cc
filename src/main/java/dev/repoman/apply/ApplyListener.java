package dev.repoman.apply;

import dev.repoman.plan.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Notified while a plan is carried out.
public interface ApplyListener {
    ApplyListener SILENT = new ApplyListener() {};

    default void started(Action action) {}

    /// @param text on the current action, for example the percentage of a download
    default void progress(Action action, String text) {}

    /// @param line that a program of the user's wrote
    default void output(Action action, String line) {}

    /// The action was done, with a warning.
    default void warned(Action action, String what) {}

    default void done(Action action, Duration took) {}

    default void failed(Action action) {}

    /// Something that this run created was rolled back after a failure.
    default void undone(String what) {}

    /// Something that this run created is kept.
    ///
    /// @param why null if that was requested
    default void left(String what, @Nullable String why) {}
}
