package dev.repoman.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A user of the lab, and how his next command is to run: `Lab.dev().env("K",
/// "V").stdin(bytes).run("repoman", "list")`. Immutable: each method gives a changed copy.
///
/// @param env additions to the clean environment that `lab/as` gives
/// @param stdin what the command reads; then its input is at its end
/// @param deadline after it the command and all its children are killed, and the test fails
public record LabUser(String name, Map<String, String> env, byte[] stdin, Duration deadline) {
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    LabUser(String name) {
        this(name, Map.of(), new byte[0], DEADLINE);
    }

    public LabUser env(String key, String value) {
        var more = new HashMap<>(env);
        more.put(key, value);
        return new LabUser(name, Map.copyOf(more), stdin, deadline);
    }

    public LabUser stdin(byte[] bytes) {
        return new LabUser(name, env, bytes, deadline);
    }

    public LabUser stdin(String text) {
        return stdin(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public LabUser deadline(Duration limit) {
        return new LabUser(name, env, stdin, limit);
    }

    public Path home() {
        return Lab.home(name);
    }

    /// Runs a shell script with the command's rights, for several steps at once.
    public Ran sh(String script) {
        return run("bash", "-c", script);
    }

    /// Runs COMMAND in the user's home and waits for its end.
    ///
    /// @throws AssertionError when the deadline passes; it shows what was written until then
    public Ran run(String... command) {
        long began = System.nanoTime();
        Process process = start(command);
        var stdout = new Sink(process.getInputStream());
        var stderr = new Sink(process.getErrorStream());
        Thread.startVirtualThread(() -> feed(process.getOutputStream()));
        boolean ended;
        try {
            ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) kill(process);
            stdout.await();
            stderr.await();
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + String.join(" ", command), e);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        var ran = new Ran(ended ? process.exitValue() : 137, stdout.bytes(), stderr.bytes(), took);
        if (!ended)
            throw new AssertionError("killed after " + deadline + ": " + String.join(" ", command) + "\n" + ran);
        return ran;
    }

    /// Starts COMMAND and leaves it running, for tests that interrupt or kill it; `stdin` is not used.
    public Process start(String... command) {
        var line = new ArrayList<>(List.of(Lab.script("as"), name, "env"));
        env.forEach((key, value) -> line.add(key + "=" + value));
        line.addAll(List.of(command));
        try {
            return new ProcessBuilder(line).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends a started command and everything below it at once, as `kill -9` does.
    public static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void feed(OutputStream to) {
        try (to) {
            to.write(stdin);
        } catch (IOException _) {
            // it ended without reading all: its own business
        }
    }

    /// Takes in a stream while the command runs, so that a full pipe never stops it.
    private static final class Sink {
        /// How long after the command's end a left-over child may hold the stream open.
        private static final Duration LINGER = Duration.ofSeconds(2);

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final Thread reader;

        Sink(InputStream from) {
            reader = Thread.startVirtualThread(() -> {
                try (from) {
                    from.transferTo(taken);
                } catch (IOException _) {
                    // the process was killed: what came before is kept
                }
            });
        }

        void await() throws InterruptedException {
            reader.join(LINGER);
        }

        byte[] bytes() {
            return taken.toByteArray();
        }
    }
}
