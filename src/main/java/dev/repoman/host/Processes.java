package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Programs of the host.
@ApplicationScoped
public class Processes {
    /// What a shell, or the git whose hook starts repoman, may say of another repository, project or server.
    private static final Set<String> OF_ANOTHER = Set.of(
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_COMMON_DIR",
            "GIT_DIR",
            "GIT_INDEX_FILE",
            "GIT_NAMESPACE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_PREFIX",
            "GIT_WORK_TREE",
            "INCUS_PROJECT",
            "INCUS_REMOTE");

    private final Programs programs;
    private final Trace trace;

    public Processes(Programs programs, Trace trace) {
        this.programs = programs;
        this.trace = trace;
    }

    public record Result(int code, String out, String err) {
        /// @return the last line that is not empty, for an error message
        public String lastLine() {
            return (err.isBlank() ? out : err).strip().lines().reduce("", (_, line) -> line);
        }
    }

    /// Runs a program to its end, with empty input.
    ///
    /// @param shown the command for display, without secrets
    /// @param environment added to ours
    /// @throws RepomanException where the program is not installed, or runs longer than `limit` (then it is
    ///     killed)
    public Result run(List<String> command, String shown, Map<String, String> environment, Duration limit) {
        long start = System.nanoTime();
        List<String> line = new ArrayList<>(programs.dyingWithParentAsTree());
        line.add(programs.require(command.getFirst()));
        line.addAll(command.subList(1, command.size()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeAll(OF_ANOTHER);
        builder.environment().put("PATH", programs.path());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw new RepomanException(
                        Fault.FAILED,
                        command.getFirst() + " did not end within " + limit.toSeconds() + " s",
                        "run it manually to see why: " + shown);
            }
            Result result = new Result(process.exitValue(), out.join(), err.join());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.call(command.getFirst(), shown + " → " + result.code(), took);
            return result;
        } catch (IOException e) {
            throw Programs.unstartable(command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Runs a program on our own terminal, streams and all.
    ///
    /// @return its exit code
    public int runInForeground(List<String> command, Map<String, String> environment) {
        try {
            List<String> line = new ArrayList<>(command);
            line.set(0, programs.require(command.getFirst()));
            ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
            builder.environment().keySet().removeAll(OF_ANOTHER);
            builder.environment().put("PATH", programs.path());
            builder.environment().putAll(environment);
            return builder.start().waitFor();
        } catch (IOException e) {
            throw Programs.unstartable(command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
