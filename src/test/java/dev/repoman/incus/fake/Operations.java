package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Starts operations on virtual threads, and answers for `/1.0/operations`.
final class Operations {
    /// The daemon forgets a finished operation after so long.
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Map<String, Operation> all = new ConcurrentSkipListMap<>();
    private final AtomicReference<Duration> pace = new AtomicReference<>(Duration.ZERO);
    private final Supplier<@Nullable Refusal> nextFailure;

    /// @param nextFailure asked once for each operation: how it is to fail before it does anything, if at all
    Operations(Supplier<@Nullable Refusal> nextFailure) {
        this.nextFailure = nextFailure;
    }

    /// How long each operation takes from now on; zero also lets those that are under way end at their next
    /// step.
    void pace(Duration time) {
        pace.set(time);
    }

    Reply start(String description, Map<String, ?> resources, Consumer<Operation> task) {
        return start("task", description, resources, null, task);
    }

    Reply start(
            String kind,
            String description,
            Map<String, ?> resources,
            @Nullable ObjectNode metadata,
            Consumer<Operation> task) {
        Operation operation = new Operation(kind, description, resources, metadata);
        all.put(operation.id, operation);
        Refusal planned = nextFailure.get();
        Thread.ofVirtual().name("operation " + description).start(() -> run(operation, planned, task));
        return new Reply.Async(operation);
    }

    private void run(Operation operation, @Nullable Refusal planned, Consumer<Operation> task) {
        try {
            if (planned != null) {
                throw planned;
            }
            task.accept(operation);
            operation.finish(null);
        } catch (Refusal e) {
            operation.finish(e);
        } catch (RuntimeException | Error e) {
            operation.finish(Refusal.failed("fake incusd broke: " + e));
        }
    }

    /// Passes the time that an operation takes, in steps that tell its progress (percent).
    void work(Consumer<Integer> progress) {
        try {
            for (int step = 1; step <= 20 && !pace.get().isZero(); step++) {
                Thread.sleep(pace.get().dividedBy(20));
                progress.accept(step * 5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.accept(100);
    }

    void clear() {
        all.clear();
        pace.set(Duration.ZERO);
    }

    Operation find(String id) {
        Operation operation = all.get(id);
        if (operation == null || operation.olderThan(KEPT)) {
            throw Refusal.notFound("Operation not found");
        }
        return operation;
    }

    Reply list(Request request) {
        ObjectNode byStatus = Json.object();
        for (Operation operation : all.values()) {
            if (!operation.olderThan(KEPT)) {
                ArrayNode same = byStatus.withArrayProperty(operation.status().toLowerCase(Locale.ROOT));
                if (request.recursion() == 0) {
                    same.add(operation.url());
                } else {
                    same.add(operation.json());
                }
            }
        }
        return Reply.ok(byStatus);
    }

    Reply get(String id) {
        return Reply.ok(find(id).json());
    }

    Reply await(Request request, String id) {
        Operation operation = find(id);
        String timeout = request.query().getOrDefault("timeout", "-1");
        if (!timeout.matches("-?[0-9]+")) {
            throw Refusal.failed("strconv.Atoi: parsing \"" + timeout + "\": invalid syntax");
        }
        return new Reply.Later(() -> operation.await(Integer.parseInt(timeout)));
    }
}
