package dev.repoman.cli.console;

import dev.repoman.project.Fault;

/// What the exit codes of repoman mean; printed by every `--help`. `shell` returns its command's own instead.
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "the operation failed; the output says what was done"),
    USAGE(2, "bad usage"),
    ENVIRONMENT(3, "the host is not ready (Incus unreachable or forbidden, a part missing)"),
    REFUSED(4, "refused: you said no, or a flag is needed"),
    REGISTRY(5, "the registry is unreadable, newer, or locked"),
    CHANGES(6, "something is to be changed (--check) or fixed (doctor)"),
    BUG(70, "a bug in repoman; please report it"),
    INTERRUPTED(130, "interrupted");

    /// As of a program that SIGPIPE ended.
    public static final int READER_GONE = 141;

    public final int code;
    public final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public static ExitCode of(Fault fault) {
        return switch (fault) {
            case FAILED -> FAILED;
            case USAGE -> USAGE;
            case ENVIRONMENT -> ENVIRONMENT;
            case REFUSED -> REFUSED;
            case REGISTRY -> REGISTRY;
        };
    }
}
