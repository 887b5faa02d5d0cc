package dev.repoman.apply;

import dev.repoman.host.FolderProbe;
import dev.repoman.host.Guardian;
import dev.repoman.host.jail.Bare;
import dev.repoman.host.jail.Jail;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Incus.StateChange;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.JailFact;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets a command work on trees that agents write: in a jail if this host has one; otherwise with every
/// container frozen that can write to them, while the work lasts. Never without either.
@ApplicationScoped
public class TreeKeeper {
    private static final Duration FREEZE = Duration.ofSeconds(20);

    private final Jail jail;
    private final Bare bare;
    private final Incus incus;
    private final FolderProbe folders;
    private final Guardian guardian;
    private final ProjectLocks locks;

    public TreeKeeper(Jail jail, Bare bare, Incus incus, FolderProbe folders, Guardian guardian, ProjectLocks locks) {
        this.jail = jail;
        this.bare = bare;
        this.incus = incus;
        this.folders = folders;
        this.guardian = guardian;
        this.locks = locks;
    }

    /// While it is open, [#jail] can work on the trees.
    public interface Kept extends AutoCloseable {
        Jail jail();

        /// @return whether programs may run that a tree configures, such as git
        boolean jailed();

        @Override
        void close();
    }

    /// Checks for the jail in parallel: this check takes as long as starting one.
    public void ask() {
        Thread.ofPlatform().daemon().start(jail::missing);
    }

    /// @param incusProject that of the containers
    /// @param trees absolute
    /// @param note receives what the user should know, before anything is done
    /// @throws RepomanException if there is no jail and the containers cannot be frozen
    public Kept keep(IncusProject incusProject, List<String> trees, Consumer<String> note) {
        Optional<JailFact> missing = jail.missing();
        if (missing.isEmpty()) {
            return new Jailed(jail);
        }
        // one at a time: if two froze a container, the first to end would thaw it
        ProjectLocks.Held lock = locks.holdFrozen();
        List<String> frozen = new ArrayList<>();
        Guardian.Guard guard = null;
        try {
            List<String> running = writers(incusProject, trees).stream()
                    .filter(Instance::running)
                    .map(Instance::name)
                    .toList();
            if (!running.isEmpty()) {
                note.accept(missing.get().what() + ", so " + String.join(", ", running)
                        + (running.size() == 1 ? " is" : " are") + " frozen in the meantime");
                guard = guardian.thawing(incusProject, running);
            }
            for (String name : running) {
                incus.changeState(incusProject, name, StateChange.FREEZE, false, FREEZE);
                frozen.add(name);
            }
            checkStill(incusProject, trees, missing.get());
            return new Frozen(bare, incusProject, frozen, guard, lock);
        } catch (RuntimeException e) {
            new Frozen(bare, incusProject, frozen, guard, lock).close();
            throw e instanceof IncusException known ? refusal(missing.get(), known) : e;
        }
    }

    /// Waits for a walk that keeps containers frozen: one that starts now could write to what is being read.
    public void awaitThaw() {
        locks.holdFrozen().close();
    }

    /// The work of the guard of a killed run.
    public void thaw(IncusProject incusProject, List<String> containers) {
        for (String name : containers) {
            try {
                incus.changeState(incusProject, name, StateChange.THAW, false, FREEZE);
            } catch (IncusException _) {
                // it was thawed, stopped or removed in the meantime
            }
        }
    }

    private void checkStill(IncusProject incusProject, List<String> trees, JailFact missing) {
        writers(incusProject, trees).stream()
                .filter(Instance::running)
                .findFirst()
                .ifPresent(instance -> {
                    throw new RepomanException(
                            Fault.FAILED,
                            "the container " + instance.name() + " was started in the meantime, and " + missing.what(),
                            missing.fix());
                });
    }

    /// The containers that show one of the trees, or something above or below it.
    private List<Instance> writers(IncusProject incusProject, List<String> trees) {
        return incus.instances(incusProject, false).stream()
                .filter(instance -> instance.expandedDevices().values().stream().anyMatch(d -> shows(d, trees)))
                .toList();
    }

    private boolean shows(Device device, List<String> trees) {
        String source = device.option("source");
        if (!device.type().equals("disk") || source == null || !source.startsWith("/")) {
            return false;
        }
        Path shown = folders.real(Path.of(source));
        return trees.stream().map(Path::of).anyMatch(tree -> tree.startsWith(shown) || shown.startsWith(tree));
    }

    private static RepomanException refusal(JailFact missing, IncusException e) {
        return new RepomanException(
                e.fault(),
                missing.what() + ", and the containers that can write there cannot be frozen: " + e.what(),
                missing.fix(),
                e);
    }

    private record Jailed(Jail jail) implements Kept {
        @Override
        public boolean jailed() {
            return true;
        }

        @Override
        public void close() {
            // the jail ended with its job
        }
    }

    private final class Frozen implements Kept {
        private final Jail work;
        private final IncusProject incusProject;
        private final List<String> containers;
        private final Guardian.Guard guard;
        private final ProjectLocks.Held lock;

        Frozen(
                Jail work,
                IncusProject incusProject,
                List<String> containers,
                Guardian.@Nullable Guard guard,
                ProjectLocks.Held lock) {
            this.work = work;
            this.incusProject = incusProject;
            this.containers = containers;
            this.guard = guard == null ? () -> {} : guard;
            this.lock = lock;
        }

        @Override
        public Jail jail() {
            return work;
        }

        @Override
        public boolean jailed() {
            return false;
        }

        @Override
        public void close() {
            thaw(incusProject, containers);
            guard.dismiss();
            lock.close();
        }
    }
}
