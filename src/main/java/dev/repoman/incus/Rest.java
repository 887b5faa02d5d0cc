package dev.repoman.incus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Incus' envelopes over one kept-alive connection: an answer is its metadata, or an [IncusException].
final class Rest {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /// What a daemon that is alive needs at most for a request that waits for nothing.
    static final Duration ANSWER = Duration.ofSeconds(10);
    /// How long one wait for an operation lasts, and so how often its progress is told.
    private static final int WAIT_SECONDS = 1;

    private final Path socket;
    private final Trace trace;
    private @Nullable HttpConnection connection;

    Rest(IncusLocation location, Trace trace) {
        this.socket = location.socket();
        this.trace = trace;
    }

    /// @param etag as `If-Match` wants it, or empty
    record Answer(int status, JsonNode metadata, String operation, String etag) {}

    Answer get(String path) {
        return call("GET", path, null, "");
    }

    Answer call(String method, String path, @Nullable ObjectNode body, String ifMatch) {
        return call(method, path, body, ifMatch, ANSWER, method + " " + path);
    }

    Answer call(String method, String path, @Nullable ObjectNode body, String ifMatch, Duration timeout) {
        return call(method, path, body, ifMatch, timeout, method + " " + path);
    }

    /// A file, which comes without an envelope.
    String text(String path) {
        HttpConnection.Response response = exchange("GET", path, null, "", ANSWER);
        if (response.status() != 200) {
            throw IncusErrors.refused("GET " + path, response.status(), "no such file");
        }
        return new String(response.body(), UTF_8);
    }

    /// @param about the request that an error speaks of: that of the operation where this one waits for it
    private Answer call(
            String method, String path, @Nullable ObjectNode body, String ifMatch, Duration timeout, String about) {
        HttpConnection.Response response = exchange(method, path, body, ifMatch, timeout);
        try {
            return open(about, response);
        } catch (IOException e) {
            drop();
            throw IncusErrors.unreachable(socket, e);
        }
    }

    private synchronized HttpConnection.Response exchange(
            String method, String path, @Nullable ObjectNode body, String ifMatch, Duration timeout) {
        byte[] bytes = body == null ? new byte[0] : IncusJson.bytes(body);
        Map<String, String> headers = ifMatch.isEmpty() ? Map.of() : Map.of("If-Match", ifMatch);
        String request = method + " " + path;
        long start = System.nanoTime();
        try {
            HttpConnection.Response response = send(method, path, headers, bytes, timeout);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.call("incus", request + " → " + response.status(), took);
            return response;
        } catch (SocketTimeoutException _) {
            drop();
            throw IncusErrors.stalled(request, timeout.toSeconds());
        } catch (IOException e) {
            drop();
            throw IncusErrors.unreachable(socket, e);
        }
    }

    /// A kept-alive connection that the daemon has closed meanwhile is opened anew, once, if nothing can have been
    /// done.
    private HttpConnection.Response send(
            String method, String path, Map<String, String> headers, byte[] bytes, Duration timeout)
            throws IOException {
        HttpConnection kept = connection;
        if (kept != null && kept.reusable()) {
            try {
                return kept.exchange(method, path, headers, bytes, timeout);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // at its end, or broken under our hands
                drop();
                if (!method.equals("GET")) {
                    throw e;
                }
            }
        }
        drop();
        HttpConnection fresh = HttpConnection.open(socket, CONNECT);
        connection = fresh;
        return fresh.exchange(method, path, headers, bytes, timeout);
    }

    private static Answer open(String request, HttpConnection.Response response) throws IOException {
        JsonNode envelope = IncusJson.parse(response.body());
        if (envelope.path("type").asText().equals("error")) {
            int code = envelope.path("error_code").asInt(response.status());
            throw IncusErrors.refused(request, code, envelope.path("error").asText());
        }
        String etag = response.headers().getOrDefault("etag", "");
        return new Answer(
                response.status(),
                envelope.path("metadata"),
                envelope.path("operation").asText(),
                etag.isEmpty() || etag.startsWith("\"") ? etag : '"' + etag + '"');
    }

    /// Sends a change and waits for its operation, where it makes one.
    ///
    /// @param limit the daemon works at most so long before it is given up
    /// @return the ended operation, or the answer itself
    JsonNode change(String method, String path, @Nullable ObjectNode body, Duration limit, Progress progress) {
        return change(method, path, body, "", limit, progress);
    }

    /// @param ifMatch the ETag of what is changed, or empty
    JsonNode change(
            String method, String path, @Nullable ObjectNode body, String ifMatch, Duration limit, Progress progress) {
        Answer answer = call(method, path, body, ifMatch);
        if (answer.status() != 202) {
            return answer.metadata();
        }
        return await(answer.operation(), method + " " + path, limit, progress);
    }

    /// @param request what started the operation; its errors speak of that
    JsonNode await(String operation, String request, Duration limit, Progress progress) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                Answer ended = call(
                        "GET",
                        operation + "/wait?timeout=" + WAIT_SECONDS,
                        null,
                        "",
                        ANSWER.plusSeconds(WAIT_SECONDS),
                        request);
                if (ended.metadata().path("status_code").asInt() == 200) {
                    return ended.metadata();
                }
                tell(ended.metadata(), progress);
            } catch (IncusException e) {
                if (e.reason() != Reason.WAIT_TIMED_OUT) {
                    throw e;
                }
                JsonNode now = get(operation).metadata();
                int code = now.path("status_code").asInt();
                if (code == 200) {
                    return now;
                }
                if (code >= 400) { // its own error says the same words as a wait that timed out
                    throw IncusErrors.failed(request, code, now.path("err").asText());
                }
                tell(now, progress);
            }
            if (System.nanoTime() > deadline) {
                throw IncusErrors.stalled(request, limit.toSeconds());
            }
        }
    }

    private static void tell(JsonNode operation, Progress progress) {
        JsonNode metadata = operation.path("metadata");
        String download = metadata.path("download_progress").asText();
        JsonNode stage = metadata.path("progress");
        if (!download.isEmpty()) {
            progress.at("download " + download);
        } else if (stage.has("percent")) {
            String name = stage.path("stage").asText();
            progress.at((name.endsWith("_unpack") ? "unpack" : name.replace('_', ' ')) + ": "
                    + stage.path("percent").asText() + "%");
        }
    }

    WebSocket webSocket(String path) throws IOException {
        return WebSocket.open(socket, path, ANSWER);
    }

    private synchronized void drop() {
        HttpConnection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (IOException _) {
                // it was of no use any more
            }
        }
    }
}
