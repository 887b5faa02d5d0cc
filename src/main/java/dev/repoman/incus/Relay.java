package dev.repoman.incus;

import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.api.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A copy from one daemon to another. Each opens websockets and waits for the other's; what one says is passed on
/// to the other here, so neither needs a way to the other.
final class Relay {
    /// A slow line, and many files.
    private static final Duration COPY = Duration.ofHours(12);

    private Relay() {}

    /// @param from the daemon that has it
    /// @param request path and body that ask for it
    /// @param to the daemon that gets it
    /// @param wanted path and body that create it
    /// @throws IncusException of the daemon that failed; the other one takes back what it did
    static void copy(Rest from, Request request, Rest to, Request wanted, Progress progress) {
        Rest.Started source = from.start("POST", request.path(), request.body());
        Rest.Started target;
        try {
            target = to.start("POST", wanted.path(), wanted.body());
        } catch (IncusException e) {
            cancel(from, source);
            throw e;
        }
        Deque<WebSocket> open = new ArrayDeque<>();
        try {
            for (boolean control : List.of(true, false)) {
                WebSocket one = open(from, source, control);
                open.push(one);
                WebSocket other = open(to, target, control);
                open.push(other);
                pass(one, other);
                pass(other, one);
            }
        } catch (IOException e) {
            close(open);
            cancel(from, source);
            throw IncusErrors.refused(
                    to.remote(), "POST " + wanted.path(), 0, "the streams of the copy failed: " + e.getMessage());
        }
        try {
            to.await(target.path(), "POST " + wanted.path(), COPY, progress);
            from.await(source.path(), "POST " + request.path(), COPY, progress);
        } finally {
            close(open);
        }
    }

    record Request(String path, Object body) {}

    private static WebSocket open(Rest daemon, Rest.Started started, boolean control) throws IOException {
        Operation.Details details = started.operation().details();
        @Nullable String secret = control ? details.control() : details.fs();
        return daemon.webSocket(started.path() + "/websocket?secret=" + Objects.requireNonNullElse(secret, ""));
    }

    private static void pass(WebSocket one, WebSocket other) {
        Thread.ofPlatform().daemon().start(() -> {
            one.passTo(other);
            close(List.of(one, other));
        });
    }

    private static void close(Iterable<WebSocket> open) {
        for (WebSocket socket : open) {
            try {
                socket.close();
            } catch (IOException _) {
                // its daemon has closed it
            }
        }
    }

    /// Else it would wait for us for a while, and hold the instance.
    private static void cancel(Rest daemon, Rest.Started started) {
        try {
            daemon.call("DELETE", started.path(), null, "", Rest.ANSWER);
        } catch (IncusException _) {
            // it gives up by itself
        }
    }
}
