package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Programs of the host.
@ApplicationScoped
public class Processes {
    private final Trace trace;

    public Processes(Trace trace) {
        this.trace = trace;
    }

    public record Result(int code, String out, String err) {
        /// @return the last line that says something, for an error's message
        public String lastLine() {
            return (err.isBlank() ? out : err).strip().lines().reduce("", (_, line) -> line);
        }
    }

    /// Runs a program to its end, with empty input.
    ///
    /// @param folder where it runs; null for ours
    /// @param environment added to ours
    /// @throws RepomanException where the program is not installed, or runs longer than `limit` (it is killed then)
    public Result run(List<String> command, @Nullable Path folder, Map<String, String> environment, Duration limit) {
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command);
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new RepomanException(
                        Fault.FAILED,
                        command.getFirst() + " did not end within " + limit.toSeconds() + " s",
                        "run it by hand to see why: " + String.join(" ", command));
            }
            Result result = new Result(process.exitValue(), out.join(), err.join());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            trace.call(command.getFirst(), String.join(" ", command) + " → " + result.code(), took);
            return result;
        } catch (IOException e) {
            throw unstartable(command.getFirst(), e);
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
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(environment);
            return builder.start().waitFor();
        } catch (IOException e) {
            throw unstartable(command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The JDK's text is `Cannot run program "git": error=2, No such file or directory`.
    static RepomanException unstartable(String program, IOException e) {
        String text = String.valueOf(e.getMessage());
        boolean missing = text.contains("error=2,") && !text.contains("in directory");
        return new RepomanException(
                Fault.ENVIRONMENT,
                "cannot run " + program + ": "
                        + (missing ? "it is not installed" : text.replaceFirst(".*error=\\d+, ", "")),
                missing
                        ? "install " + program + " with the package manager of this host, or add its folder to PATH"
                        : "try it by hand: " + program + " --version",
                e);
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
