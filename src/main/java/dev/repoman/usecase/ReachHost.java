package dev.repoman.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.IncusException;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Whether a container reaches a service of this host: one is opened for the question, and what arrives there is the
/// answer, so that nothing inside can pretend that the way is closed when it is not.
@ApplicationScoped
public class ReachHost {
    private static final int SECONDS = 2;

    private static final String KNOCK = """
            timeout %1$d sh -c 'echo "$3" | nc -w %1$d "$1" "$2"' sh "$1" "$2" "$3" ||
                timeout %1$d bash -c 'echo "$3" >"/dev/tcp/$1/$2"' bash "$1" "$2" "$3"
            """.formatted(SECONDS);

    private final Incus incus;
    private final HostUser user;

    public ReachHost(Incus incus, HostUser user) {
        this.incus = incus;
        this.user = user;
    }

    /// @param bridge the interface that containers know this host by
    /// @return false also where it cannot be tried
    public boolean isOpen(IncusProject project, Instance instance, String bridge) {
        if (instance.addresses().isEmpty()) {
            return false;
        }
        List<String> addresses =
                incus.network(project.remote(), bridge).map(Incus.Network::ipv4).orElse(List.of());
        if (addresses.isEmpty()) {
            return false;
        }
        String token = UUID.randomUUID().toString();
        try (ServerSocket door = new ServerSocket(0, 4)) {
            door.setSoTimeout(SECONDS * 1000);
            CompletableFuture<Boolean> arrived = EnvironmentDetector.start(() -> arrives(door, token));
            if (!knock(project, instance.name(), addresses.getFirst(), door.getLocalPort(), token)) {
                door.close(); // who was refused does not come any more
            }
            return arrived.join();
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean arrives(ServerSocket door, String token) {
        try (Socket guest = door.accept()) {
            guest.setSoTimeout(SECONDS * 1000);
            return new String(guest.getInputStream().readNBytes(token.length()), UTF_8).equals(token);
        } catch (IOException _) {
            return false; // nobody came
        }
    }

    /// @return whether it believes that it was let in
    private boolean knock(IncusProject project, String instance, String address, int port, String token) {
        Exec knock = new Exec(
                List.of("/bin/sh", "-c", KNOCK, "repoman", address, Integer.toString(port), token),
                Map.of("PATH", "/usr/bin:/bin"),
                user.uid(),
                user.gid(),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                Duration.ofSeconds(3 * SECONDS));
        try {
            return incus.exec(project, instance, knock) == 0;
        } catch (IncusException _) {
            return false; // stopped in the meantime, or stuck
        }
    }
}
