package dev.repoman.apply;

import dev.repoman.file.LockFile;
import dev.repoman.file.LockHeldException;
import dev.repoman.file.Reasons;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// One command at a time changes a project; commands on different projects never wait for each other. The
/// kernel releases a lock when its holder dies.
@ApplicationScoped
public class ProjectLocks {
    private static final Duration WAIT = Duration.ofSeconds(10);
    /// Longer than anything that a command does to a project.
    private static final Duration HOLDER_WAIT = Duration.ofDays(1);
    /// Long enough for a whole sync.
    private static final Duration FROZEN_WAIT = Duration.ofMinutes(30);

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

    /// For commands that change a project.
    ///
    /// @throws RepomanException FAILED, naming the holder's pid, after 10 s
    public Held hold(ProjectName name) {
        return hold(name, WAIT);
    }

    /// The same, for commands that are run several at once: it waits as long as the holder works.
    ///
    /// @param waiting is told what is waited for, and waits
    public Held await(ProjectName name, BiFunction<String, Supplier<Held>, Held> waiting) {
        try {
            return hold(name, Duration.ZERO);
        } catch (RepomanException e) {
            if (e.getCause() instanceof LockHeldException held) {
                String what = "waiting for another repoman command on " + name + by(held);
                return waiting.apply(what, () -> hold(name, HOLDER_WAIT));
            }
            throw e;
        }
    }

    private Held hold(ProjectName name, Duration wait) {
        return hold(
                name,
                name + ".lock",
                wait,
                held -> new RepomanException(
                        Fault.FAILED,
                        "another repoman command is working on " + name + by(held),
                        "wait for it to end, then run this again",
                        held));
    }

    /// For commands that work on a mirror. Separate from the first, because a sync may take hours, and
    /// `remove` does not touch its files.
    ///
    /// @param repo the mirror's folder: two projects may share one
    /// @throws RepomanException REFUSED, at once, if another process holds it
    public Held holdMirror(ProjectName name, String repo) {
        String file = "mirror%" + repo.replace("%", "%25").replace("/", "%2F") + ".lock";
        return hold(
                name,
                file,
                Duration.ZERO,
                held -> new RepomanException(
                        Fault.REFUSED,
                        "another sync of " + name + " is running" + by(held),
                        "wait for it to end",
                        held));
    }

    /// For commands that keep containers frozen while they work, on a host without a jail: one at a time.
    ///
    /// @throws RepomanException FAILED, naming the holder's pid, after half an hour
    public Held holdFrozen() {
        return hold(
                "the containers",
                "frozen%.lock",
                FROZEN_WAIT,
                held -> new RepomanException(
                        Fault.FAILED,
                        "another repoman command keeps containers frozen" + by(held),
                        "wait for it to end; with bubblewrap installed, containers need not be frozen",
                        held));
    }

    private Held hold(Object name, String file, Duration wait, Function<LockHeldException, RepomanException> taken) {
        Path folder = env.stateHome(user.home()).resolve("repoman").resolve("locks");
        try {
            LockFile lock = LockFile.acquire(folder.resolve(file), wait);
            AtomicBoolean open = new AtomicBoolean(true);
            return () -> {
                if (open.getAndSet(false)) {
                    release(lock);
                }
            };
        } catch (LockHeldException e) {
            throw taken.apply(e);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot lock " + name + " in " + folder + ": " + Reasons.of(e),
                    "see its owner and mode: ls -ld " + folder,
                    e);
        }
    }

    private static String by(LockHeldException held) {
        List<String> who = new ArrayList<>();
        held.pid().ifPresent(pid -> who.add("process " + pid));
        held.since().ifPresent(since -> who.add("since " + since));
        return who.isEmpty() ? "" : " (" + String.join(", ", who) + ")";
    }

    private static void release(LockFile lock) {
        try {
            lock.close();
        } catch (IOException _) {
            // the kernel releases it when we end
        }
    }
}
