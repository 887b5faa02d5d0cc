package dev.repoman.incus;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// A command to run inside an instance, without a terminal. Incus itself sets HOME and USER only for uid 0 and ignores
/// a
/// `cwd` that does not exist (`facts.md` §2), so the environment is given whole and the command sees to its own folder.
public record Exec(
        List<String> command,
        Map<String, String> environment,
        long uid,
        long gid,
        InputStream stdin,
        OutputStream stdout,
        OutputStream stderr) {
    public Exec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
