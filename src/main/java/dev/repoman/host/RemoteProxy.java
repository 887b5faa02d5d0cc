package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/// `incus remote proxy`: the daemon of another host, with the certificates of the user's own `incus`, on a socket that
/// only this user can open. A proxy that nobody uses ends by itself, and its socket stays.
@ApplicationScoped
public class RemoteProxy {
    private static final String IDLE_SECONDS = "60";
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Programs programs;
    private final HostEnvironment env;
    private final HostUser user;

    public RemoteProxy(Programs programs, HostEnvironment env, HostUser user) {
        this.programs = programs;
        this.env = env;
        this.user = user;
    }

    /// @param remote as the user's `incus` configuration names it
    /// @param timeout how long to wait for a proxy that has to be started
    /// @return the socket of a proxy that runs
    public Path socket(String remote, Duration timeout) {
        try {
            Path folder = env.runtime(user.home()).resolve("repoman");
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path socket = folder.resolve(remote + "-" + configured(remote) + ".sock");
            if (!answers(socket)) {
                start(remote, socket, timeout);
            }
            return socket;
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "cannot start the proxy to the host " + remote + ": " + Reasons.of(e),
                    "see whether this works: incus list " + remote + ":",
                    e);
        }
    }

    /// @return another text where the user has pointed the remote to another server
    private String configured(String remote) throws IOException {
        String given = env.get("INCUS_CONF");
        Path folder = given.isEmpty() ? Path.of(user.home(), ".config/incus") : Path.of(given);
        CRC32 sum = new CRC32();
        for (String file : List.of("config.yml", "client.crt", "servercerts/" + remote + ".crt")) {
            Path path = folder.resolve(file);
            sum.update(Files.isRegularFile(path) ? Files.readAllBytes(path) : new byte[0]);
        }
        return Long.toHexString(sum.getValue());
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return false;
        }
    }

    /// Under a name of our own first: another run may do the same at the same moment, and either one will do.
    private void start(String remote, Path socket, Duration timeout) throws IOException {
        String own = socket + "." + ProcessHandle.current().pid();
        Path fresh = Path.of(own);
        Path said = Path.of(own + ".log");
        ProcessBuilder command = new ProcessBuilder(
                        programs.require("setsid"),
                        programs.require("incus"),
                        "remote",
                        "proxy",
                        remote + ":",
                        own,
                        "--timeout",
                        IDLE_SECONDS)
                .directory(Path.of("/").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(said.toFile());
        command.environment().putAll(env.variables());
        Process proxy = command.start();
        try {
            long end = System.nanoTime() + timeout.toNanos();
            while (!answers(fresh)) {
                if (proxy.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw refused(remote, Files.readString(said, UTF_8).strip());
                }
                if (System.nanoTime() > end) {
                    proxy.destroyForcibly();
                    throw silent(remote, timeout);
                }
            }
            Files.move(fresh, socket, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException _) {
            proxy.destroyForcibly();
            Thread.currentThread().interrupt();
            throw silent(remote, timeout);
        } finally {
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(said);
        }
    }

    private static RepomanException silent(String remote, Duration timeout) {
        return new RepomanException(
                Fault.ENVIRONMENT,
                "the host " + remote + " does not answer within " + timeout.toSeconds() + " s",
                "is it up, and is the network? incus list " + remote + ": asks it without repoman");
    }

    /// @param said by the `incus` command
    private static RepomanException refused(String remote, String said) {
        if (said.contains("isn't a private server") || said.contains("doesn't exist")) {
            return new RepomanException(
                    Fault.ENVIRONMENT,
                    "the remote " + remote + " is not in the configuration of incus",
                    "add it: incus remote add " + remote + " TOKEN; incus remote list shows those that are there");
        }
        return new RepomanException(
                Fault.ENVIRONMENT,
                "the host " + remote + " cannot be reached: " + said.replaceFirst("^Error: ", ""),
                "incus list " + remote + ": asks it without repoman");
    }
}
