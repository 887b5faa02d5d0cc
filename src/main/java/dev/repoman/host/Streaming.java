package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Programs of the host that run long, or that may never end: their lines are told as they come, and one
/// that hangs in the kernel, where no signal reaches it, is left behind instead of waited for.
@ApplicationScoped
public class Streaming {
    /// What [Run#code] is for a program that was given up.
    public static final int GIVEN_UP = -1;

    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private final Trace trace;

    public Streaming(Trace trace) {
        this.trace = trace;
    }

    /// @param label what `-v` shows
    /// @param environment added to ours
    /// @param out told each line of standard output; a carriage return ends a line too, as progress bars
    ///     have it
    /// @param err told each line of standard error, on another thread than `out`
    public record Run(
            String label,
            List<String> command,
            Map<String, String> environment,
            Consumer<String> out,
            Consumer<String> err) {
        public Run {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// Runs a program to its end, with empty input. The calling thread stays until then, so that a program
    /// that asked for a signal at its parent's death gets it at ours.
    ///
    /// @param silence how long it may say nothing before `alive` is asked
    /// @param alive whether it shall be waited for any longer
    /// @return its exit code, or [#GIVEN_UP]
    public int run(Run run, Duration silence, BooleanSupplier alive) {
        long start = System.nanoTime();
        AtomicLong lastWord = new AtomicLong(start);
        Process process = start(run);
        Thread out = read(process.getInputStream(), run.out(), lastWord);
        Thread err = read(process.getErrorStream(), run.err(), lastWord);
        try {
            int code = await(process, lastWord, silence, alive);
            if (code != GIVEN_UP) {
                out.join(LAST_LINES);
                err.join(LAST_LINES);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.call(run.command().getFirst(), run.label() + " → " + code, took);
            return code;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process start(Run run) {
        try {
            ProcessBuilder builder = new ProcessBuilder(run.command());
            builder.environment().putAll(run.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw Processes.unstartable(run.command().getFirst(), e);
        }
    }

    private static int await(Process process, AtomicLong lastWord, Duration silence, BooleanSupplier alive)
            throws InterruptedException {
        while (true) {
            long left = silence.toNanos() - (System.nanoTime() - lastWord.get());
            if (process.waitFor(Math.max(left, 1), TimeUnit.NANOSECONDS)) {
                return process.exitValue();
            }
            if (System.nanoTime() - lastWord.get() >= silence.toNanos()) {
                if (!alive.getAsBoolean()) {
                    process.destroy();
                    process.destroyForcibly();
                    return GIVEN_UP;
                }
                lastWord.set(System.nanoTime());
            }
        }
    }

    private static Thread read(InputStream from, Consumer<String> to, AtomicLong lastWord) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    lastWord.set(System.nanoTime());
                    to.accept(line);
                }
            } catch (IOException _) {
                // it was given up: what it would still say is nobody's concern
            }
        });
    }
}
