package dev.repoman.incus.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A command that a client runs in an instance. What is written to [#stdout] and [#stderr] goes out as it is
/// written; the thread is interrupted when the command is killed.
///
/// @param env with what the daemon adds: `environment.*` of the instance, PATH and LANG; HOME and USER for
///     root
/// @param stdin  ends when the client ends it; empty without websockets
public record ExecCall(
        String project,
        String instance,
        List<String> command,
        Map<String, String> env,
        int uid,
        int gid,
        String cwd,
        boolean interactive,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr) {

    public byte[] readStdin() {
        try {
            return stdin.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ExecCall out(String text) {
        return write(stdout, text);
    }

    public ExecCall err(String text) {
        return write(stderr, text);
    }

    private ExecCall write(OutputStream to, String text) {
        try {
            to.write(text.getBytes(StandardCharsets.UTF_8));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
