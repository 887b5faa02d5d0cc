package dev.repoman.incus.effect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Incus.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Where the output of a build goes: all of it to a file, each line to the progress, and the last lines to
/// the error message. Both streams of a command write to it, each from its own thread.
final class BuildLog extends OutputStream {
    private static final int LAST_LINES = 5;
    private static final int LONGEST_LINE = 200;

    private final Path path;
    private final OutputStream file;
    private final Progress progress;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Deque<String> last = new ArrayDeque<>();

    private BuildLog(Path path, OutputStream file, Progress progress) {
        this.path = path;
        this.file = file;
        this.progress = progress;
    }

    /// Appends to the file, which only the user can read.
    static BuildLog open(Path path, Progress progress) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return new BuildLog(
                path,
                Channels.newOutputStream(Files.newByteChannel(
                        path,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))),
                progress);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        file.write(bytes, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                endLine();
            } else if (line.size() < LONGEST_LINE) {
                line.write(bytes[i]);
            }
        }
    }

    private void endLine() {
        // the user's terminal would obey control sequences
        String text = line.toString(UTF_8)
                .replaceAll("\\x1b\\[[0-9;?]*[A-Za-z]", "")
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        line.reset();
        if (!text.isEmpty()) {
            if (last.size() == LAST_LINES) {
                last.removeFirst();
            }
            last.add(text);
            progress.at(text);
        }
    }

    /// @return the last lines; never empty
    synchronized List<String> lines() {
        endLine();
        return last.isEmpty() ? List.of("") : List.copyOf(last);
    }

    /// @return the last lines, and where the rest is
    synchronized String hint() {
        endLine();
        return (last.isEmpty() ? "it printed nothing" : "its last lines:\n  " + String.join("\n  ", last))
                + "\nthe full output is in " + path;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
