package dev.repoman.cli.console;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Ctrl-C and SIGTERM: stop at once, report what was interrupted, and that a new run continues from there.
/// State of the whole process, because a signal concerns the whole process.
public final class Interruption {
    private static final List<String> DONE = new CopyOnWriteArrayList<>();
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static volatile @Nullable String current;
    private static volatile @Nullable Runnable first;
    private static volatile boolean finished;
    private static volatile boolean silent;

    private Interruption() {}

    public static void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(Interruption::onShutdown, "interruption"));
    }

    public static void during(String action) {
        current = action;
    }

    public static void done(String action) {
        DONE.add(action);
        current = null;
    }

    /// What is ended when the run is interrupted, if that works at once.
    public static void first(Runnable action) {
        first = action;
    }

    /// A signal is how this run always ends: nothing is said, and nothing else is shut down.
    public static void expected() {
        silent = true;
    }

    /// Does not return if the program is being interrupted: what the framework has shut down cannot be used, and what
    /// fails because of that is no error.
    public static void settle() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException _) {
            LockSupport.park();
            settle();
        }
    }

    /// The run has ended: a shutdown now is not an interruption.
    public static void finished() {
        finished = true;
    }

    private static void onShutdown() {
        if (finished) {
            return;
        }
        if (silent) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code);
        }
        StringBuilder text = new StringBuilder("\nrepoman: interrupted");
        if (current != null) {
            text.append("; in progress: ").append(current);
        }
        text.append('\n');
        DONE.forEach(done -> text.append("  done: ").append(done).append('\n'));
        if (current != null || !DONE.isEmpty()) {
            text.append("hint: run the same command again; it continues from there\n");
        }
        endFirst();
        // git, rsync and the incus client do not get a SIGTERM that is sent only to us
        ProcessHandle.current().children().forEach(ProcessHandle::destroy);
        System.err.print(text);
        System.err.flush();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code);
    }

    private static void endFirst() {
        Runnable action = first;
        if (action == null) {
            return;
        }
        Thread thread = Thread.ofPlatform().daemon().unstarted(action);
        thread.setUncaughtExceptionHandler((_, _) -> {}); // there is nobody left to tell
        thread.start();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
