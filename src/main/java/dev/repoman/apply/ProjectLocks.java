package dev.repoman.apply;

import dev.repoman.file.LockFile;
import dev.repoman.file.LockHeldException;
import dev.repoman.host.HostEnvironment;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// One command at a time changes a project; commands on different projects never wait for each other. The kernel
/// releases a lock when its holder dies.
@ApplicationScoped
public class ProjectLocks {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final HostEnvironment env;
    private final HostUser user;

    public ProjectLocks(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    /// A held lock.
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /// @throws RepomanException FAILED, naming the holder's pid, after 10 s
    public Held hold(ProjectName name) {
        Path folder = env.stateHome(user.home()).resolve("repoman").resolve("locks");
        try {
            LockFile lock = LockFile.acquire(folder.resolve(name + ".lock"), WAIT);
            return () -> release(lock);
        } catch (LockHeldException e) {
            String who = e.pid().isPresent() ? "process " + e.pid().getAsLong() : "another process";
            throw new RepomanException(
                    Fault.FAILED,
                    "another repoman command is at work on " + name + " (" + who + ")",
                    "wait for it to end and run this again",
                    e);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED, "cannot lock " + name + " in " + folder + ": " + e.getMessage(), null, e);
        }
    }

    private static void release(LockFile lock) {
        try {
            lock.close();
        } catch (IOException _) {
            // the kernel gives it back at our end
        }
    }
}
