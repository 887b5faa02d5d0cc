package dev.repoman.apply;

import dev.repoman.plan.Action;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Told as a plan is carried out.
public interface ApplyListener {
    ApplyListener SILENT = new ApplyListener() {};

    default void started(Action action) {}

    /// @param text of the action under way, for example the share of a download
    default void progress(Action action, String text) {}

    /// The action was done, and something about it is not as it should be.
    default void warned(Action action, String what) {}

    default void done(Action action, Duration took) {}

    default void failed(Action action) {}

    /// Something that this run had made was rolled back after a failure.
    default void undone(String what) {}

    /// Something that this run had made is left as it is.
    ///
    /// @param why null where that was wanted
    default void left(String what, @Nullable String why) {}
}
