package dev.repoman.incus;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import org.jspecify.annotations.Nullable;

/// What Incus refused, or why it could not be reached. Callers decide by the [Reason]; message and hint are
/// for the user.
public final class IncusException extends RepomanException {
    private final Reason reason;

    /// Each row of the error table in `docs/incus-facts.md`, and the ways in which the socket fails.
    public enum Reason {
        SOCKET_MISSING(Fault.ENVIRONMENT),
        SOCKET_FORBIDDEN(Fault.ENVIRONMENT),
        SOCKET_STALE(Fault.ENVIRONMENT),
        STALLED(Fault.ENVIRONMENT),
        CONNECTION_LOST(Fault.ENVIRONMENT),
        NOT_UNDERSTOOD(Fault.ENVIRONMENT),
        NOT_TRUSTED(Fault.ENVIRONMENT),
        PROJECT_NOT_FOUND(Fault.ENVIRONMENT),
        INSTANCE_NOT_FOUND(Fault.FAILED),
        PROFILE_NOT_FOUND(Fault.FAILED),
        IMAGE_NOT_FOUND(Fault.FAILED),
        IMAGE_SERVER_UNREACHABLE(Fault.ENVIRONMENT),
        MEMBER_GONE(Fault.ENVIRONMENT),
        OUTCOME_UNKNOWN(Fault.ENVIRONMENT),
        FROZEN(Fault.FAILED),
        NOT_FOUND(Fault.FAILED),
        NAME_TAKEN(Fault.FAILED),
        BUSY(Fault.FAILED),
        INVALID_NAME(Fault.FAILED),
        NO_ROOT_DISK(Fault.FAILED),
        NO_IDMAPPED_MOUNTS(Fault.FAILED),
        MISSING_SOURCE(Fault.FAILED),
        MISSING_VOLUME(Fault.FAILED),
        SOURCE_DENIED(Fault.FAILED),
        SAVED_BUT_NOT_APPLIED(Fault.FAILED),
        CHANGED_MEANWHILE(Fault.FAILED),
        IS_RUNNING(Fault.FAILED),
        ALREADY_RUNNING(Fault.FAILED),
        ALREADY_STOPPED(Fault.FAILED),
        NOT_RUNNING(Fault.FAILED),
        COMMAND_NOT_FOUND(Fault.FAILED),
        IN_USE(Fault.FAILED),
        HALF_MADE(Fault.FAILED),
        PROTECTED(Fault.REFUSED),
        WAIT_TIMED_OUT(Fault.FAILED),
        CANCELLED(Fault.FAILED),
        OTHER(Fault.FAILED);

        private final Fault fault;

        Reason(Fault fault) {
            this.fault = fault;
        }
    }

    IncusException(Reason reason, String message, String hint, @Nullable Throwable cause) {
        super(reason.fault, message, hint, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
