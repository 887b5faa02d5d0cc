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
import java.util.ArrayList;
import java.util.List;

/// One sync or restore at a time works on a mirror. Apart from [ProjectLocks]: a sync may take hours, and
/// `remove` does not touch what it works on.
@ApplicationScoped
public class SyncLocks {
    private final HostEnvironment env;
    private final HostUser user;

    public SyncLocks(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    /// @param repo the mirror's folder: two projects may share one
    /// @throws RepomanException REFUSED, at once, where another process holds it
    public ProjectLocks.Held hold(ProjectName name, String repo) {
        Path folder = env.stateHome(user.home()).resolve("repoman").resolve("locks");
        String file = "sync-" + repo.replace("%", "%25").replace("/", "%2F") + ".lock";
        try {
            LockFile lock = LockFile.acquire(folder.resolve(file), Duration.ZERO);
            return () -> release(lock);
        } catch (LockHeldException e) {
            List<String> who = new ArrayList<>();
            e.pid().ifPresent(pid -> who.add("process " + pid));
            e.since().ifPresent(since -> who.add("since " + since));
            throw new RepomanException(
                    Fault.REFUSED,
                    "another sync of " + name + " is running"
                            + (who.isEmpty() ? "" : " (" + String.join(", ", who) + ")"),
                    "wait for it to end",
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
