package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A background operation. Its first form ([#created]) is what the 202 carries.
final class Operation {
    final String id = UUID.randomUUID().toString();
    private final String kind;
    private final String description;
    private final JsonNode resources;
    private final String createdAt = Instant.now().toString();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final JsonNode created;

    private String updatedAt = createdAt;
    private @Nullable ObjectNode metadata;
    private @Nullable Refusal failure;
    private boolean running = true;
    private long finishedAt;
    private String query = "";

    Operation(String kind, String description, Map<String, ?> resources, @Nullable ObjectNode metadata) {
        this.kind = kind;
        this.description = description;
        this.resources = Json.tree(resources);
        this.metadata = metadata;
        this.created = json();
    }

    String url() {
        return "/1.0/operations/" + id + query;
    }

    /// As one that another member of a cluster works on is named.
    void elsewhere(String project) {
        query = "?project=" + project;
    }

    JsonNode created() {
        return created;
    }

    synchronized ObjectNode json() {
        ObjectNode node = Json.object().put("id", id).put("class", kind).put("description", description);
        node.put("created_at", createdAt).put("updated_at", updatedAt);
        node.put("status", status()).put("status_code", running ? 103 : failure == null ? 200 : 400);
        node.set("resources", resources);
        node.set("metadata", metadata == null ? Json.MAPPER.nullNode() : metadata.deepCopy());
        node.put("may_cancel", false);
        return node.put("err", failure == null ? "" : failure.text()).put("location", "none");
    }

    synchronized String status() {
        return running ? "Running" : failure == null ? "Success" : "Failure";
    }

    synchronized boolean isRunning() {
        return running;
    }

    /// Finished longer ago than that: the daemon has forgotten it.
    synchronized boolean olderThan(Duration age) {
        return !running && System.nanoTime() - finishedAt > age.toNanos();
    }

    synchronized void set(String key, JsonNode value) {
        if (metadata == null) {
            metadata = Json.object();
        }
        metadata.set(key, value);
        updatedAt = Instant.now().toString();
    }

    void finish(@Nullable Refusal why) {
        synchronized (this) {
            if (!running) {
                return;
            }
            running = false;
            failure = why;
            updatedAt = Instant.now().toString();
            finishedAt = System.nanoTime();
        }
        finished.countDown();
    }

    /// The body that `wait` answers: the operation, or the error envelope (with HTTP 200 all the same).
    ///
    /// @param seconds how long to wait; negative for ever
    ObjectNode await(int seconds) {
        try {
            if (seconds < 0) {
                finished.await();
            } else if (!finished.await(seconds, TimeUnit.SECONDS)) {
                return Json.error(500, "context deadline exceeded");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Json.error(500, "context canceled");
        }
        synchronized (this) {
            return failure == null ? Json.sync(json()) : Json.error(failure.code, failure.text());
        }
    }
}
