package dev.repoman.host;

import dev.repoman.plan.Action;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sees to it that a builder goes even where we are killed, by a signal that no handler hears: a second process of this
/// program waits on a pipe from us. The kernel closes it when we end, in whatever way, and then that process deletes
/// the builder, if it is still there. A word on the pipe says that there is nothing to do.
@ApplicationScoped
public class Guardian {
    /// The hidden command that waits.
    public static final String COMMAND = "guard-builder";

    /// In a session of its own, so that neither Ctrl-C nor a closed terminal ends it with us. The shell stays, as the
    /// child that a signal to our children ends in its place.
    private static final String DETACH = "setsid \"$@\"; :";

    private final OwnProgram program;
    private final Trace trace;

    /// Held, since its input would be closed with it.
    private @Nullable Process shell;

    public Guardian(OwnProgram program, Trace trace) {
        this.program = program;
        this.trace = trace;
    }

    /// Ends it: the builder is gone.
    public void dismiss() {
        Process waiting = shell;
        shell = null;
        if (waiting != null) {
            try (OutputStream word = waiting.getOutputStream()) {
                word.write('\n');
            } catch (IOException _) {
                // it is gone already
            }
        }
    }

    /// Starts it. Where it cannot be started the builder of a killed build stays for the next build to remove.
    public void watch(Action.GuardBuilder action) {
        Optional<List<String>> words = program.words();
        if (words.isEmpty()) {
            return;
        }
        long start = System.nanoTime();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "repoman"));
        command.addAll(words.get());
        command.addAll(List.of(COMMAND, action.project(), action.instance()));
        try {
            shell = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile()) // the user's folder can be unmounted meanwhile
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String detail = action.instance() + ", as process " + shell.pid();
            trace.call("guard", detail, Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            trace.call("guard", "not started: " + e.getMessage(), Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
