package dev.repoman.host;

import dev.repoman.plan.Action;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes sure that something is rolled back even if we are killed by a signal that cannot be handled: a
/// shell waits on a pipe from us. The kernel closes the pipe when we end, however we end, and then that shell starts
/// this program, which deletes a builder or thaws containers. A message on the pipe says that there is nothing to do.
@ApplicationScoped
public class Guardian {
    /// The hidden command that waits for the end of an image build.
    public static final String BUILDER = "guard-builder";
    /// The hidden command that waits for the end of a run that keeps containers frozen.
    public static final String FROZEN = "guard-frozen";

    /// In its own session, so that neither Ctrl-C nor a closed terminal ends it with us. The shell stays: a
    /// signal to our children ends it instead. The program itself is started only if it has to do something.
    private static final String DETACH = "setsid /bin/sh -c 'read -r said || exec \"$@\"' repoman \"$@\"; :";

    private final OwnProgram program;
    private final Trace trace;

    private Guard ofPlan = () -> {};

    public Guardian(OwnProgram program, Trace trace) {
        this.program = program;
        this.trace = trace;
    }

    /// A process that waits until we end.
    @FunctionalInterface
    public interface Guard {
        /// Ends it: nothing is left to do.
        void dismiss();
    }

    /// Ends the guard of a plan that has ended: its builder is gone, or its container thawed.
    public void dismiss() {
        ofPlan.dismiss();
        ofPlan = () -> {};
    }

    /// If it cannot be started, the next build removes the builder of a killed build.
    public void watch(Action.GuardBuilder action) {
        ofPlan = start(List.of(BUILDER, action.project().toString(), action.instance()));
    }

    /// Makes sure that the container of a plan is thawed.
    public void watchFrozen(IncusProject incusProject, String container) {
        ofPlan = thawing(incusProject, List.of(container));
    }

    /// Makes sure that containers are thawed.
    public Guard thawing(IncusProject incusProject, List<String> containers) {
        List<String> words = new ArrayList<>(List.of(FROZEN, incusProject.toString()));
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
                    .directory(Path.of("/").toFile()) // the user's folder can be unmounted in the meantime
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

    /// Keeping the process keeps its input open too.
    private static void say(Process shell) {
        try (OutputStream word = shell.getOutputStream()) {
            word.write('\n');
        } catch (IOException _) {
            // it is gone already
        }
    }
}
