package dev.repoman.incus.fake;

/// What the containers of this Incus do when a command is run in them.
@FunctionalInterface
public interface ExecHandler {
    ExecResult run(ExecCall call) throws Exception;

    /// Null to leave the command to the next handler.
    default ExecHandler orElse(ExecHandler next) {
        return call -> {
            ExecResult result = run(call);
            return result == null ? next.run(call) : result;
        };
    }
}
