package dev.repoman.incus;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import org.jspecify.annotations.Nullable;

/// What Incus refused, or why it could not be asked. The [Reason] is what callers decide by; message and hint are for
/// the user.
public final class IncusException extends RepomanException {
    private final Reason reason;

    /// Each row of the error table in `facts.md` §2, and the ways in which the socket fails.
    public enum Reason {
        SOCKET_MISSING,
        SOCKET_FORBIDDEN,
        SOCKET_STALE,
        STALLED,
        CONNECTION_LOST,
        NOT_TRUSTED,
        PROJECT_NOT_FOUND,
        INSTANCE_NOT_FOUND,
        PROFILE_NOT_FOUND,
        IMAGE_NOT_FOUND,
        IMAGE_SERVER_UNREACHABLE,
        FROZEN,
        NOT_FOUND,
        NAME_TAKEN,
        BUSY,
        INVALID_NAME,
        NO_ROOT_DISK,
        NO_IDMAPPED_MOUNTS,
        MISSING_SOURCE,
        SAVED_BUT_NOT_APPLIED,
        CHANGED_MEANWHILE,
        IS_RUNNING,
        ALREADY_RUNNING,
        ALREADY_STOPPED,
        NOT_RUNNING,
        COMMAND_NOT_FOUND,
        IN_USE,
        WAIT_TIMED_OUT,
        CANCELLED,
        OTHER
    }

    IncusException(Reason reason, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(fault(reason), message, hint, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    private static Fault fault(Reason reason) {
        return switch (reason) {
            case SOCKET_MISSING, SOCKET_FORBIDDEN, SOCKET_STALE, STALLED, CONNECTION_LOST, NOT_TRUSTED ->
                Fault.ENVIRONMENT;
            case PROJECT_NOT_FOUND, IMAGE_SERVER_UNREACHABLE -> Fault.ENVIRONMENT;
            case INSTANCE_NOT_FOUND,
                    PROFILE_NOT_FOUND,
                    IMAGE_NOT_FOUND,
                    FROZEN,
                    NOT_FOUND,
                    NAME_TAKEN,
                    BUSY,
                    INVALID_NAME,
                    NO_ROOT_DISK,
                    NO_IDMAPPED_MOUNTS,
                    MISSING_SOURCE,
                    SAVED_BUT_NOT_APPLIED,
                    CHANGED_MEANWHILE,
                    IS_RUNNING,
                    ALREADY_RUNNING,
                    ALREADY_STOPPED,
                    NOT_RUNNING,
                    COMMAND_NOT_FOUND,
                    IN_USE,
                    WAIT_TIMED_OUT,
                    CANCELLED,
                    OTHER -> Fault.FAILED;
        };
    }
}
