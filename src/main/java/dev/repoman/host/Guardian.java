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

/// Sees to it that something is rolled back even where we are killed, by a signal that no handler hears: a
/// second process of this program waits on a pipe from us. The kernel closes it when we end, in whatever way,
/// and then that process deletes a builder, or thaws containers. A word on the pipe says that there is
/// nothing to do.
@ApplicationScoped
public class Guardian {
    /// The hidden command that waits for the end of an image build.
    public static final String BUILDER = "guard-builder";
    /// The hidden command that waits for the end of a run that keeps containers frozen.
    public static final String FROZEN = "guard-frozen";

    /// In a session of its own, so that neither Ctrl-C nor a closed terminal ends it with us. The shell
    /// stays, as the child that a signal to our children ends in its place.
    private static final String DETACH = "setsid \"$@\"; :";

    private final OwnProgram program;
    private final Trace trace;

    private Guard ofBuilder = () -> {};

    public Guardian(OwnProgram program, Trace trace) {
        this.program = program;
        this.trace = trace;
    }

    /// A process that waits for our end.
    @FunctionalInterface
    public interface Guard {
        /// Ends it: there is nothing to do any more.
        void dismiss();
    }

    /// Ends the guard of a builder: it is gone.
    public void dismiss() {
        ofBuilder.dismiss();
        ofBuilder = () -> {};
    }

    /// Where it cannot be started the builder of a killed build stays for the next build to remove.
    public void watch(Action.GuardBuilder action) {
        ofBuilder = start(List.of(BUILDER, action.project(), action.instance()));
    }

    /// Sees to it that containers are thawed.
    public Guard thawing(String incusProject, List<String> containers) {
        List<String> words = new ArrayList<>(List.of(FROZEN, incusProject));
        words.addAll(containers);
        return start(words);
    }

    private Guard start(List<String> arguments) {
        Optional<List<String>> words = program.words();
        if (words.isEmpty()) {
            return () -> {};
        }
        long start = System.nanoTime();
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACH, "repoman"));
        command.addAll(words.get());
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile()) // the user's folder can be unmounted meanwhile
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("PATH", Programs.SYSTEM_PATH);
            Process shell = builder.start();
            String detail = String.join(" ", arguments) + ", as process " + shell.pid();
            trace.call("guard", detail, Duration.ofNanos(System.nanoTime() - start));
            return () -> say(shell);
        } catch (IOException e) {
            trace.call("guard", "not started: " + e.getMessage(), Duration.ofNanos(System.nanoTime() - start));
            return () -> {};
        }
    }

    /// Holding the process holds its input open too.
    private static void say(Process shell) {
        try (OutputStream word = shell.getOutputStream()) {
            word.write('\n');
        } catch (IOException _) {
            // it is gone already
        }
    }
}
