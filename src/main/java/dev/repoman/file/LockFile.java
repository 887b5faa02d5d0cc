package dev.repoman.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An exclusive lock on a side file, released by the kernel when its holder dies, however it dies. The file
/// stays; it holds `PID START` (START as RFC 3339) of the last holder, for the message of waiting processes.
///
/// POSIX record locks belong to a process, not to a thread, and closing *any* descriptor of the file drops
/// them. So a semaphore, taken first, separates the threads of one process, and nothing opens the side file
/// while this process holds it: the holder's line is read through the descriptor that failed to lock.
public final class LockFile implements AutoCloseable {
    private static final Map<Path, Semaphore> WITHIN_PROCESS = new ConcurrentHashMap<>();
    private static final int LONGEST_HOLDER = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final Semaphore inProcess;
    private final FileChannel channel;

    private LockFile(Semaphore inProcess, FileChannel channel) {
        this.inProcess = inProcess;
        this.channel = channel;
    }

    /// Takes the lock, waiting for it up to `wait` (zero: one try). Missing folders are created (0700).
    ///
    /// @param path the side file itself, conventionally `X.lock`
    /// @throws LockHeldException when the time is up
    /// @throws IOException where the side file cannot be made or locked at all
    public static LockFile acquire(Path path, Duration wait) throws IOException, LockHeldException {
        long deadline = System.nanoTime() + wait.toNanos();
        new PosixFiles().makeFolder(parent(path));
        Path side = parent(path).toRealPath().resolve(path.getFileName());
        Semaphore inProcess = WITHIN_PROCESS.computeIfAbsent(side, _ -> new Semaphore(1));
        if (!enter(inProcess, wait)) {
            throw new LockHeldException(
                    side, wait, OptionalLong.of(ProcessHandle.current().pid()), Optional.empty());
        }
        @Nullable FileChannel channel = null;
        boolean mine = false;
        try {
            channel = open(side);
            Duration pause = FIRST_PAUSE;
            while (true) {
                @Nullable FileLock lock = channel.tryLock();
                if (lock != null) {
                    sign(channel);
                    mine = true;
                    return new LockFile(inProcess, channel);
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw held(side, wait, channel);
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(left, pause.toNanos()));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + side, e);
        } finally {
            if (!mine) {
                leave(inProcess, channel);
            }
        }
    }

    private static Path parent(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(path + " cannot be a lock");
        }
        return folder;
    }

    private static boolean enter(Semaphore inProcess, Duration wait) throws IOException {
        try {
            return inProcess.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a lock", e);
        }
    }

    private static FileChannel open(Path side) throws IOException {
        boolean isNew = !Files.exists(side);
        FileChannel channel =
                FileChannel.open(side, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (isNew) {
            adopt(side);
        }
        return channel;
    }

    /// Under sudo the side file would be root's, and lock the user out permanently: it is given to the
    /// folder's owner instead.
    private static void adopt(Path side) {
        try {
            Object owner = Files.getAttribute(parent(side), "unix:uid");
            if (!owner.equals(Files.getAttribute(side, "unix:uid"))) {
                Files.setAttribute(side, "unix:gid", Files.getAttribute(parent(side), "unix:gid"));
                Files.setAttribute(side, "unix:uid", owner);
            }
        } catch (IOException | UnsupportedOperationException | SecurityException _) {
            // another user's folder, and no right to change owners: then the file is ours, which works too
        }
    }

    private static void sign(FileChannel channel) {
        String line = ProcessHandle.current().pid() + " "
                + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "\n";
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (IOException _) {
            // a full disk: the lock works without its line, and only the message of waiting processes lacks detail
        }
    }

    private static LockHeldException held(Path side, Duration wait, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HOLDER);
        channel.read(buffer, 0);
        String[] words = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII)
                .strip()
                .split(" ");
        OptionalLong pid = OptionalLong.empty();
        Optional<Instant> since = Optional.empty();
        if (words.length == 2 && words[0].matches("[0-9]{1,10}")) {
            pid = OptionalLong.of(Long.parseLong(words[0]));
            try {
                since = Optional.of(Instant.parse(words[1]));
            } catch (java.time.format.DateTimeParseException _) {
                // the holder is just writing its line; the pid alone will do
            }
        }
        return new LockHeldException(side, wait, pid, since);
    }

    private static void leave(Semaphore inProcess, @Nullable FileChannel channel) throws IOException {
        try (channel) {
            // closing the channel releases the kernel's lock
        } finally {
            inProcess.release();
        }
    }

    /// Releases the lock.
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            leave(inProcess, channel);
        }
    }
}
