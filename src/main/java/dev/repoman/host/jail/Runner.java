package dev.repoman.host.jail;

import dev.repoman.host.Programs;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Runs a job's command line and monitors it: output is passed on as it arrives, and a job that hangs in the
/// kernel, where no signal reaches it, is left behind.
@ApplicationScoped
class Runner {
    /// How long after its end a left-over child may hold a stream open.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    /// How long no process of a job may do anything before it counts as stuck.
    private static final Duration STUCK = Duration.ofSeconds(30);
    private static final int BUFFER = 16 * 1024;

    private final Trace trace;

    Runner(Trace trace) {
        this.trace = trace;
    }

    /// @param where what `-v` names: a jail, or none
    /// @param line the command with all that goes before it
    Outcome run(String where, Job job, List<String> line) {
        long start = System.nanoTime();
        AtomicLong lastWord = new AtomicLong(start);
        Process process;
        try {
            process = start(job, line);
        } catch (IOException e) {
            throw Programs.unstartable(line.getFirst(), e);
        }
        Thread out = read(process.getInputStream(), job.out(), lastWord);
        Thread err = read(process.getErrorStream(), job.err(), lastWord);
        try {
            Outcome outcome = await(process, job.patience(), start, lastWord);
            if (outcome instanceof Outcome.Ended) {
                out.join(LAST_WORDS);
                err.join(LAST_WORDS);
            }
            trace.call(where, job.label() + " → " + told(outcome), Duration.ofNanos(System.nanoTime() - start));
            return outcome;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Ended(int code) -> Integer.toString(code);
            case Outcome.GivenUp(Outcome.Why why) -> "given up, " + why;
            case Outcome.Replaced _ -> "the folder was replaced";
            case Outcome.NoJail(String why) -> why;
        };
    }

    private static Process start(Job job, List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", Programs.SYSTEM_PATH);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(job.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static Outcome await(Process process, Patience patience, long start, AtomicLong lastWord)
            throws InterruptedException {
        Activity activity = new Activity(process.toHandle());
        long asked = start;
        while (true) {
            long now = System.nanoTime();
            long left = patience.silence().toNanos() - (now - Math.max(lastWord.get(), asked));
            if (patience.limit() != null) {
                left = Math.min(left, patience.limit().toNanos() - (now - start));
            }
            if (process.waitFor(Math.max(left, 1), TimeUnit.NANOSECONDS)) {
                return new Outcome.Ended(process.exitValue());
            }
            now = System.nanoTime();
            Outcome.Why why = null;
            if (patience.limit() != null && now - start >= patience.limit().toNanos()) {
                why = Outcome.Why.TOO_LONG;
            } else if (now - Math.max(lastWord.get(), asked)
                    >= patience.silence().toNanos()) {
                asked = now;
                if (!patience.alive().getAsBoolean()) {
                    why = Outcome.Why.SILENT;
                } else if (now - Math.max(lastWord.get(), activity.last()) >= STUCK.toNanos()) {
                    why = Outcome.Why.STUCK;
                }
            }
            if (why != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return new Outcome.GivenUp(why);
            }
        }
    }

    private static Thread read(InputStream from, Sink to, AtomicLong lastWord) {
        return Thread.ofPlatform().daemon().start(() -> {
            byte[] buffer = new byte[BUFFER];
            try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    lastWord.set(System.nanoTime());
                    to.take(buffer, n);
                }
            } catch (IOException _) {
                // it was given up: further output does not matter
            }
            to.end();
        });
    }
}
