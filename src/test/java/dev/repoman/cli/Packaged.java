package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Starts what was packaged in a process of its own, with the environment of this one: the native executable
/// where there is one, else a JVM with the options and the cache of the launcher, whose own tests are in
/// `LauncherIT`.
final class Packaged implements Program {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final List<String> command;

    private Packaged(List<String> command) {
        this.command = command;
    }

    static Program program() {
        Path launcher = Path.of(System.getProperty("repoman.launcher"));
        if (Boolean.getBoolean("repoman.native")) {
            return new Packaged(List.of(launcher.toString()));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(System.getProperty("repoman.jvm.options").strip().split("\\s+")));
        command.add("-jar");
        command.add(launcher.resolveSibling("quarkus-app/quarkus-run.jar").toString());
        return new Packaged(command);
    }

    @Override
    public Ran run(List<String> args) {
        List<String> line = new ArrayList<>(command);
        line.addAll(args);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("INCUS_SOCKET", Cli.socket().toString());
        try {
            Process process = builder.start();
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + DEADLINE + ": " + line);
            }
            return new Ran(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new AssertionError(line.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(line.toString(), e);
        }
    }

    private static CompletableFuture<String> read(InputStream from) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (from) {
                text.complete(new String(from.readAllBytes(), UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }
}
