package dev.repoman.incus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.repoman.incus.Incus.Progress;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.api.Envelope;
import dev.repoman.incus.api.Operation;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// Incus' envelopes over kept-alive connections, one for each thread that waits: an answer is its metadata, or an
/// [IncusException].
final class Rest {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    /// The most that a live daemon needs for a request that does not wait.
    static final Duration ANSWER = Duration.ofSeconds(10);
    /// How long one wait for an operation lasts, and so how often progress is reported.
    private static final int WAIT_SECONDS = 1;
    /// How often a request is sent again: the first time the kept connection is broken, the second time the new one.
    private static final int AGAIN = 2;
    /// What the proxy to another host says if it cannot reach that.
    private static final int BAD_GATEWAY = 502;

    private final Transport transport;
    private final ObjectMapper mapper;
    private final Trace trace;
    private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

    Rest(Transport transport, ObjectMapper mapper, Trace trace) {
        this.transport = transport;
        this.mapper = mapper;
        this.trace = trace;
    }

    /// @return the daemon, as the user's `incus` configuration names it; empty for the one of this host
    String remote() {
        return transport.remote();
    }

    /// @param etag as `If-Match` wants it, or empty
    record Got<T>(T value, String etag) {}

    /// @param operation the path of the started operation, or empty
    record Started(Operation operation, String path) {}

    private record Answer(int status, JsonNode metadata, String operation, String etag) {}

    <T> T get(String path, Class<T> type) {
        return getTagged(path, type).value();
    }

    <T> Got<T> getTagged(String path, Class<T> type) {
        Answer answer = call("GET", path, null, "", ANSWER, "GET " + path);
        return new Got<>(bind("GET " + path, answer.metadata(), mapper.constructType(type)), answer.etag());
    }

    <T> List<T> list(String path, Class<T> type) {
        Answer answer = call("GET", path, null, "", ANSWER, "GET " + path);
        return bind(
                "GET " + path, answer.metadata(), mapper.getTypeFactory().constructCollectionType(List.class, type));
    }

    /// A request that the daemon answers directly, however long that takes.
    void call(String method, String path, @Nullable Object body, String ifMatch, Duration timeout) {
        call(method, path, body, ifMatch, timeout, method + " " + path);
    }

    /// A request that starts an operation; the caller has to wait for it.
    Started start(String method, String path, Object body) {
        Answer answer = call(method, path, body, "", ANSWER, method + " " + path);
        return new Started(operation(method + " " + path, answer.metadata()), answer.operation());
    }

    private Operation operation(String request, JsonNode metadata) {
        return bind(request, metadata, mapper.constructType(Operation.class));
    }

    private <T> T bind(String request, JsonNode node, JavaType type) {
        try {
            T value = mapper.readerFor(type).readValue(node);
            if (value == null || value instanceof List<?> list && list.contains(null)) {
                throw IncusErrors.unexpected(request, "it has no metadata");
            }
            return value;
        } catch (IOException e) {
            throw IncusErrors.unexpected(request, IncusErrors.misfit(e));
        }
    }

    /// A file, which has no envelope.
    String text(String path) {
        HttpConnection.Response response = exchange("GET", path, null, "", ANSWER);
        if (response.status() != 200) {
            throw IncusErrors.refused(transport.remote(), "GET " + path, response.status(), "no such file");
        }
        return new String(response.body(), UTF_8);
    }

    /// @param about the request that an error names: that of the operation, if this one waits for it
    /// @return the kind of a file in an instance, for example `symlink`; empty if it does not exist
    String kind(String path) {
        HttpConnection.Response response = exchange("GET", path, null, "", ANSWER);
        return response.status() == 200 ? response.headers().getOrDefault("x-incus-type", "") : "";
    }

    /// Makes a file of an instance empty; whose it is stays.
    void empty(String path) {
        call("POST", path, null, "", ANSWER, "POST " + path);
    }

    private Answer call(
            String method, String path, @Nullable Object body, String ifMatch, Duration timeout, String about) {
        return open(about, exchange(method, path, body, ifMatch, timeout));
    }

    private HttpConnection.Response exchange(
            String method, String path, @Nullable Object body, String ifMatch, Duration timeout) {
        byte[] bytes = body == null ? new byte[0] : bytes(body);
        Map<String, String> headers = ifMatch.isEmpty() ? Map.of() : Map.of("If-Match", ifMatch);
        String request = method + " " + path;
        long start = System.nanoTime();
        try {
            HttpConnection.Response response = send(method, path, headers, bytes, timeout);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.call("incus", request + " → " + response.status(), took);
            return response;
        } catch (SocketTimeoutException _) {
            throw IncusErrors.stalled(transport.remote(), request, timeout.toSeconds());
        } catch (IOException e) {
            throw transport.unreachable(e);
        }
    }

    private byte[] bytes(Object body) {
        try {
            return mapper.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // records of ours
        }
    }

    /// A kept-alive connection may have been closed in the meantime, and a proxy to another host ends by itself,
    /// perhaps just when it is connected to. What only reads is asked again, over a connection of its own.
    private HttpConnection.Response send(
            String method, String path, Map<String, String> headers, byte[] bytes, Duration timeout)
            throws IOException {
        HttpConnection kept = kept();
        for (int left = method.equals("GET") ? AGAIN : 0; ; left--) {
            try {
                HttpConnection on = kept != null ? kept : HttpConnection.open(transport, CONNECT);
                kept = null;
                return exchange(on, method, path, headers, bytes, timeout);
            } catch (IOException e) {
                if (left == 0 || e instanceof SocketTimeoutException || e instanceof ProtocolException) {
                    throw e;
                }
            }
        }
    }

    private @Nullable HttpConnection kept() {
        HttpConnection kept = idle.poll();
        if (kept == null || kept.reusable()) {
            return kept;
        }
        close(kept);
        return null;
    }

    /// The connection is kept if it answers.
    private HttpConnection.Response exchange(
            HttpConnection on, String method, String path, Map<String, String> headers, byte[] bytes, Duration timeout)
            throws IOException {
        try {
            HttpConnection.Response response = on.exchange(method, path, headers, bytes, timeout);
            idle.push(on);
            return response;
        } catch (IOException e) {
            close(on);
            throw e;
        }
    }

    private Answer open(String request, HttpConnection.Response response) {
        if (response.status() == BAD_GATEWAY && !transport.remote().isEmpty()) {
            throw IncusErrors.silent(transport.remote());
        }
        Envelope envelope;
        try {
            envelope = mapper.readValue(response.body(), Envelope.class);
        } catch (IOException e) {
            throw IncusErrors.unexpected(request, IncusErrors.misfit(e));
        }
        if (envelope == null) {
            throw IncusErrors.unexpected(request, "it has no envelope");
        }
        if (envelope.type().equals("error")) {
            int code = envelope.errorCode() == 0 ? response.status() : envelope.errorCode();
            throw IncusErrors.refused(
                    transport.remote(), request, code, envelope.error() == null ? "" : envelope.error());
        }
        if (response.status() >= 300 || !envelope.type().matches("a?sync")) {
            throw IncusErrors.unexpected(request, "it has HTTP status " + response.status() + " and no error");
        }
        String etag = response.headers().getOrDefault("etag", "");
        return new Answer(
                response.status(),
                envelope.metadata() == null ? MissingNode.getInstance() : envelope.metadata(),
                envelope.operation() == null ? "" : pathOnly(envelope.operation()),
                etag.isEmpty() || etag.startsWith("\"") ? etag : '"' + etag + '"');
    }

    /// An operation on another member of a cluster has a query in its address, which a further part of the path, or a
    /// query of ours, cannot follow; its id is enough.
    private static String pathOnly(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    /// Sends a change and waits for its operation, if it starts one.
    ///
    /// @param limit how long to wait for the daemon before giving up
    /// @return the ended operation
    Operation change(String method, String path, @Nullable Object body, Duration limit, Progress progress) {
        return change(method, path, body, "", limit, progress);
    }

    /// @param ifMatch the ETag of what is changed, or empty
    Operation change(
            String method, String path, @Nullable Object body, String ifMatch, Duration limit, Progress progress) {
        String request = method + " " + path;
        Answer answer = call(method, path, body, ifMatch, ANSWER, request);
        return answer.status() == 202 ? await(answer.operation(), request, limit, progress) : Operation.DONE;
    }

    /// @param request what started the operation, for its errors
    Operation await(String operation, String request, Duration limit, Progress progress) {
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
                Operation now = operation(request, ended.metadata());
                if (now.statusCode() == 200) {
                    return now;
                }
                tell(now, progress);
            } catch (IncusException e) {
                if (e.reason() != Reason.WAIT_TIMED_OUT) {
                    throw e;
                }
                Operation now = get(operation, Operation.class);
                if (now.statusCode() == 200) {
                    return now;
                }
                if (now.statusCode() >= 400) { // its own error has the same words as a wait that timed out
                    throw IncusErrors.failed(
                            transport.remote(), request, now.statusCode(), now.err() == null ? "" : now.err());
                }
                tell(now, progress);
            }
            if (System.nanoTime() > deadline) {
                throw IncusErrors.stalled(transport.remote(), request, limit.toSeconds());
            }
        }
    }

    private static void tell(Operation operation, Progress progress) {
        String download = operation.details().download();
        Operation.Stage stage = operation.details().progress();
        if (download != null && !download.isEmpty()) {
            progress.at("download " + download);
        } else if (stage != null && stage.stage() != null && stage.percent() != null) {
            String name = stage.stage();
            progress.at((name.endsWith("_unpack") ? "unpack" : name.replace('_', ' ')) + ": " + stage.percent() + "%");
        }
    }

    WebSocket webSocket(String path) throws IOException {
        return WebSocket.open(transport, path, ANSWER);
    }

    private static void close(HttpConnection useless) {
        try {
            useless.close();
        } catch (IOException _) {
            // it was useless already
        }
    }
}
