package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes `--trace-file`: each call with its time, one per line, appended to earlier runs. Readable only by
/// its owner from its creation on: it contains paths and names.
///
/// A line is `2026-11-22T16:04:05.678Z [PID] PROGRAM MILLIS ms  DETAIL`, without control characters.
public final class TraceFile implements Trace {
    private static final Set<StandardOpenOption> ADD =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.WRITE);

    private final SeekableByteChannel channel;
    private @Nullable String trouble;
    private final long pid = ProcessHandle.current().pid();

    private TraceFile(SeekableByteChannel channel) {
        this.channel = channel;
    }

    /// @throws RepomanException FAILED where it cannot be written
    public static TraceFile open(Path file) {
        try {
            boolean there = Files.isRegularFile(file);
            var owners = PosixFilePermissions.fromString("rw-------");
            if (there) {
                Files.setPosixFilePermissions(file, owners);
            }
            return new TraceFile(
                    there || Files.exists(file) // a pipe or a terminal keeps its mode
                            ? Files.newByteChannel(file, ADD)
                            : Files.newByteChannel(file, ADD, PosixFilePermissions.asFileAttribute(owners)));
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot write the trace file " + file + ": " + Reasons.of(e),
                    "name a file that you can write: --trace-file FILE",
                    e);
        }
    }

    @Override
    public void call(String what, String detail, Duration took) {
        write(String.format(Locale.ROOT, "%-6s %8.1f ms  %s", what, took.toNanos() / 1e6, detail));
    }

    /// A line that is about the run itself.
    public synchronized void write(String text) {
        String line = Instant.now().truncatedTo(ChronoUnit.MILLIS) + " [" + pid + "] "
                + text.replaceAll("\\p{Cntrl}", "?") + "\n";
        try {
            if (trouble == null) {
                channel.write(ByteBuffer.wrap(line.getBytes(UTF_8)));
            }
        } catch (IOException e) {
            trouble = Reasons.of(e);
        }
    }

    /// @return why it is incomplete (a full disk), or null; the command continued anyway
    public synchronized @Nullable String trouble() {
        return trouble;
    }
}
