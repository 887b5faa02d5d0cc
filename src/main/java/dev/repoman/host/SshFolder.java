package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.DurableFile;
import dev.repoman.file.FilePort;
import dev.repoman.file.LockFile;
import dev.repoman.file.LockHeldException;
import dev.repoman.file.Reasons;
import dev.repoman.project.Bytes;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `$XDG_DATA_HOME/repoman/ssh`, private: the key pair for the containers, and the configuration for ssh; and the
/// user's own configuration, which includes it.
@ApplicationScoped
public class SshFolder {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PRIVATE = 0600;

    private final FilePort files;
    private final Processes processes;
    private final HostUser user;
    private final Path folder;

    public SshFolder(FilePort files, Processes processes, HostEnvironment env, HostUser user) {
        this.files = files;
        this.processes = processes;
        this.user = user;
        folder = env.dataHome(user.home()).resolve("repoman").resolve("ssh");
    }

    public Path key() {
        return folder.resolve("id_ed25519");
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path usersConfig() {
        return Path.of(user.home(), ".ssh", "config");
    }

    /// @return one line; the pair is made at the first call
    public String publicKey() {
        Path file = folder.resolve("id_ed25519.pub");
        try (LockFile _ = LockFile.acquire(folder.resolve("lock"), PATIENCE)) {
            Optional<byte[]> known = files.look(key()).isEmpty() ? Optional.empty() : files.read(file);
            if (known.isEmpty()) {
                files.discard(key());
                files.discard(file);
                make();
                known = files.read(file);
            }
            return new String(known.orElseThrow(), UTF_8).strip();
        } catch (IOException e) {
            throw refused(folder, e);
        } catch (LockHeldException e) {
            throw new RepomanException(Fault.FAILED, String.valueOf(e.getMessage()), "run the same command again", e);
        }
    }

    private void make() {
        List<String> command =
                List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "repoman", "-f", key().toString());
        Processes.Result made = processes.run(command, "ssh-keygen -f " + key(), Map.of(), PATIENCE);
        if (made.code() != 0) {
            throw new RepomanException(
                    Fault.FAILED,
                    "ssh-keygen made no key: " + made.lastLine(),
                    "run it manually to see why: ssh-keygen -t ed25519 -f " + key());
        }
    }

    /// @return the content; empty where the file does not exist
    public Optional<Bytes> read(Path file) {
        try {
            return files.read(file).map(Bytes::of);
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    /// Links are followed. A new file is private, as ssh asks of its configuration.
    public void replace(Path file, Bytes content) {
        FilePort.Look fresh = new FilePort.Look(PRIVATE, (int) user.uid(), (int) user.gid());
        try {
            new DurableFile(files).replace(file, content.toArray(), Optional.of(fresh));
        } catch (IOException e) {
            throw refused(file, e);
        }
    }

    private static RepomanException refused(Path file, IOException e) {
        return new RepomanException(
                Fault.FAILED, "cannot use " + file + ": " + Reasons.of(e), "see its owner and mode: ls -ld " + file, e);
    }
}
