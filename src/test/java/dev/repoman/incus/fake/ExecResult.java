package dev.repoman.incus.fake;

import java.nio.charset.StandardCharsets;

/// How a command ended, with what is left of its output.
public record ExecResult(int exit, byte[] stdout, byte[] stderr) {
    private static final byte[] NOTHING = {};

    public static ExecResult ok() {
        return exit(0);
    }

    public static ExecResult ok(String stdout) {
        return new ExecResult(0, stdout.getBytes(StandardCharsets.UTF_8), NOTHING);
    }

    public static ExecResult exit(int code) {
        return new ExecResult(code, NOTHING, NOTHING);
    }

    public static ExecResult failed(int code, String stderr) {
        return new ExecResult(code, NOTHING, stderr.getBytes(StandardCharsets.UTF_8));
    }

    /// The command does not exist: the operation fails (400 `Command not found`) and tells return 127.
    public static ExecResult notFound() {
        return exit(NOT_FOUND);
    }

    static final int NOT_FOUND = -127;
}
