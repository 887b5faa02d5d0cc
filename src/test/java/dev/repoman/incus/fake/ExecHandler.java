package dev.repoman.incus.fake;

import org.jspecify.annotations.Nullable;

/// What the containers of this Incus do when a command is run in them.
@FunctionalInterface
public interface ExecHandler {
    @Nullable
    ExecResult run(ExecCall call) throws Exception;

    /// Null to leave the command to the next handler.
    default ExecHandler orElse(ExecHandler next) {
        return call -> {
            ExecResult result = run(call);
            return result == null ? next.run(call) : result;
        };
    }
}
