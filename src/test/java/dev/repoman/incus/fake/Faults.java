package dev.repoman.incus.fake;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What goes wrong on purpose. Patterns are regular expressions that match the whole path (without the
/// query).
final class Faults {
    private record Fault(
            Predicate<Request> matches, @Nullable AtomicInteger left, Effect effect) {
        boolean takes(Request request) {
            return matches.test(request) && (left == null || left.getAndDecrement() > 0);
        }
    }

    private sealed interface Effect {
        record Stall() implements Effect {}

        record Cut(int bytes) implements Effect {}

        record Fail(Refusal how) implements Effect {}

        record FailWait(Refusal how) implements Effect {}

        record Delay(Duration time) implements Effect {}

        record Run(Runnable action) implements Effect {}

        record Raw(String answer) implements Effect {}
    }

    private final List<Fault> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<@Nullable Refusal> operationFailure = new ThreadLocal<>();
    private volatile CountDownLatch stalled = new CountDownLatch(1);

    private void add(@Nullable String method, String path, int times, Effect effect) {
        Pattern pattern = Pattern.compile(path);
        all.add(new Fault(
                r -> (method == null || r.method().equals(method))
                        && pattern.matcher(r.path()).matches(),
                times < 0 ? null : new AtomicInteger(times),
                effect));
    }

    void stall(String path) {
        add(null, path, -1, new Effect.Stall());
    }

    void cut(String path, int bytes) {
        add(null, path, 1, new Effect.Cut(bytes));
    }

    void fail(String method, String path, int status, String message) {
        add(method, path, 1, new Effect.Fail(new Refusal(status, message)));
    }

    void failWait(String method, String path, int status, String message) {
        add(method, path, 1, new Effect.FailWait(new Refusal(status, message)));
    }

    void delay(String path, Duration time) {
        add(null, path, -1, new Effect.Delay(time));
    }

    void before(String method, String path, Runnable action) {
        add(method, path, 1, new Effect.Run(action));
    }

    void raw(String path, String answer) {
        add(null, path, -1, new Effect.Raw(answer));
    }

    void clear() {
        all.clear();
        stalled.countDown();
        stalled = new CountDownLatch(1);
    }

    /// Lets the faults loose on a request, before its handler runs.
    void meet(Request request, Connection connection) throws IOException {
        operationFailure.remove();
        for (Fault fault : all) {
            if (fault.takes(request)) {
                switch (fault.effect) {
                    case Effect.Stall _ -> {
                        sleep(Duration.ofHours(1));
                        throw new IOException("stalled on purpose");
                    }
                    case Effect.Cut cut -> connection.cutAfter(cut.bytes);
                    case Effect.Fail fail -> throw fail.how;
                    case Effect.FailWait fail -> operationFailure.set(fail.how);
                    case Effect.Delay delay -> sleep(delay.time);
                    case Effect.Run run -> run.action.run();
                    case Effect.Raw raw -> {
                        connection.raw(raw.answer);
                        throw new IOException("answered on purpose");
                    }
                }
            }
        }
    }

    private void sleep(Duration time) {
        try {
            stalled.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// How the operation that the current request starts is to fail.
    @Nullable
    Refusal takeOperationFailure() {
        Refusal failure = operationFailure.get();
        operationFailure.remove();
        return failure;
    }
}
