package dev.repoman.project;

import org.jspecify.annotations.Nullable;

/// An error that a user can cause, as opposed to a bug: it is printed as `repoman: MESSAGE` and `hint:
/// HINT`, never with a stack trace. Every other exception that reaches the entrypoint is a bug (exit 70).
public class RepomanException extends RuntimeException {
    private final Fault fault;
    private final @Nullable String hint;

    /// @param message what happened, in lower case and without a full stop
    /// @param hint what to do about it
    public RepomanException(Fault fault, String message, String hint) {
        this(fault, message, hint, null);
    }

    public RepomanException(Fault fault, String message, String hint, @Nullable Throwable cause) {
        this(message, cause, fault, hint);
    }

    private RepomanException(String message, @Nullable Throwable cause, Fault fault, @Nullable String hint) {
        super(message, cause);
        this.fault = fault;
        this.hint = hint;
    }

    /// For a user's own decision, which needs no hint. A test lists the allowed callers.
    public static RepomanException withoutHint(Fault fault, String message) {
        return new RepomanException(message, null, fault, null);
    }

    /// @return the message; never null here
    public String what() {
        return String.valueOf(getMessage());
    }

    public Fault fault() {
        return fault;
    }

    public @Nullable String hint() {
        return hint;
    }
}
