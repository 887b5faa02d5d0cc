package dev.repoman.registry;

import dev.repoman.file.FilePort;
import dev.repoman.file.LockFile;
import dev.repoman.file.LockHeldException;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

/// The lock of a registry: a side file beside the real one, so that two links to one registry share it.
final class RegistryLock {
    private RegistryLock() {}

    /// @throws RepomanException REGISTRY, naming the holder's pid, when `wait` is over
    static LockFile acquire(Path registry, FilePort files, Duration wait) throws IOException {
        Path real = files.resolve(registry);
        Path folder = real.getParent();
        if (folder != null
                && !folder.equals(registry.toAbsolutePath().getParent())
                && files.look(folder).isEmpty()) {
            // a link into a missing folder, perhaps a share that is not mounted: it is not created
            throw new NoSuchFileException(folder.toString());
        }
        try {
            return LockFile.acquire(real.resolveSibling(real.getFileName() + ".lock"), wait);
        } catch (LockHeldException e) {
            String who = e.pid().isPresent() ? "process " + e.pid().getAsLong() : "another process";
            throw new RepomanException(
                    Fault.REGISTRY,
                    "the registry is locked by " + who
                            + e.since().map(t -> " since " + t).orElse(""),
                    "wait for it to end, or see what it does: ps -p "
                            + (e.pid().isPresent() ? e.pid().getAsLong() : "PID"),
                    e);
        }
    }
}
