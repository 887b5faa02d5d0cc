package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a handler answers; a [Refusal] is thrown instead.
sealed interface Reply {
    record Sync(
            int status,
            @Nullable JsonNode metadata,
            @Nullable String etag,
            @Nullable String location) implements Reply {}

    record Async(Operation operation) implements Reply {}

    /// The head goes out at once as 200, the body when it is there: an operation's `wait`.
    record Later(Supplier<ObjectNode> body) implements Reply {}

    record Bytes(String fileName, byte[] content) implements Reply {}

    /// 101; the connection then belongs to the session.
    record Upgrade(Consumer<WebSocket> session) implements Reply {}

    static Reply ok(JsonNode metadata) {
        return new Sync(200, metadata, null, null);
    }

    static Reply done() {
        return ok(Json.object());
    }

    static Reply tagged(JsonNode metadata, String etag) {
        return new Sync(200, metadata, etag, null);
    }

    static Reply created(String location) {
        return new Sync(201, null, null, location);
    }
}
