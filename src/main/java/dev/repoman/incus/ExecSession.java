package dev.repoman.incus;

import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.ExecBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One command inside an instance: four websockets (stdin, stdout, stderr, control), each copied by its own
/// thread, so that the outputs stay separate and bytes stay unchanged.
final class ExecSession {
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Rest rest;
    private final String path;
    private volatile boolean readerGone;

    ExecSession(Rest rest, String path) {
        this.rest = rest;
        this.path = path;
    }

    int run(Exec exec) {
        Rest.Started started = rest.start(
                "POST", path, new ExecBody(exec.command(), exec.environment(), false, true, exec.uid(), exec.gid()));
        Map<String, String> fds =
                Objects.requireNonNullElse(started.operation().details().fds(), Map.of());
        try (WebSocket control = open(started, fds, "control");
                WebSocket stdin = open(started, fds, "0");
                WebSocket stdout = open(started, fds, "1");
                WebSocket stderr = open(started, fds, "2")) {
            pump(() -> feed(exec.stdin(), stdin));
            Thread out = pump(() -> drain(stdout, exec.stdout()));
            Thread err = pump(() -> drain(stderr, exec.stderr()));
            // the daemon pings these too; unread, they would fill up
            pump(() -> drain(control, OutputStream.nullOutputStream()));
            pump(() -> drain(stdin, OutputStream.nullOutputStream()));
            int code = code(started, exec.limit());
            // processes that a limited command left running must not block us through its streams
            Duration linger = exec.isLimited() ? LAST_WORDS : Duration.ofDays(365);
            out.join(linger);
            err.join(linger);
            return readerGone ? 141 : code; // 141: as after SIGPIPE
        } catch (IOException e) {
            throw IncusErrors.refused(
                    rest.remote(), "POST " + path, 0, "the command's streams failed: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IncusException(Reason.CANCELLED, "interrupted", "run it again", null);
        }
    }

    /// A platform thread each: waiting on a selector would hold a virtual one's carrier, of which a small
    /// host has too few.
    private static Thread pump(Runnable stream) {
        return Thread.ofPlatform().daemon().start(stream);
    }

    private WebSocket open(Rest.Started started, Map<String, String> fds, String fd) throws IOException {
        return rest.webSocket(started.path() + "/websocket?secret=" + fds.getOrDefault(fd, ""));
    }

    private int code(Rest.Started started, Duration limit) {
        try {
            Integer exit = rest.await(started.path(), "POST " + path, limit, Incus.Progress.NONE)
                    .details()
                    .exit();
            return exit == null ? -1 : exit;
        } catch (IncusException e) {
            if (e.reason() == Reason.COMMAND_NOT_FOUND) {
                return 127;
            }
            throw e;
        }
    }

    /// The end of the input is an empty text message; closing the socket would drop data in transit.
    private static void feed(@Nullable InputStream from, WebSocket to) {
        byte[] buffer = new byte[32 * 1024];
        try {
            for (int n = read(from, buffer); n >= 0; n = read(from, buffer)) {
                to.send(WebSocket.BINARY, buffer, n);
            }
            to.send(WebSocket.TEXT, buffer, 0);
        } catch (IOException _) {
            // the command ended without reading all of it
        }
    }

    /// An input that fails ends: a command that waited for the rest of it would never end.
    private static int read(@Nullable InputStream from, byte[] buffer) {
        try {
            return from == null ? -1 : from.read(buffer);
        } catch (IOException _) {
            return -1;
        }
    }

    private void drain(WebSocket from, OutputStream to) {
        try {
            from.copyTo(to);
        } catch (WebSocket.ReaderGone _) {
            readerGone = true;
            close(from); // so that the command learns of it
        }
    }

    private static void close(WebSocket stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // closing was all that was left to do
        }
    }
}
