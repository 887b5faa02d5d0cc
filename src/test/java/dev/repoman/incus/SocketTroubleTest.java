package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.incus.IncusException.Reason;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The C library tells what is wrong in the user's language, here in German.
class SocketTroubleTest {
    @TempDir
    Path folder;

    private static Reason reason(Path socket, IOException e) {
        return IncusErrors.unreachable(socket, e).reason();
    }

    @Test
    void isToldInAnyLanguage() throws IOException {
        Path file = Files.createFile(folder.resolve("socket"));
        IOException missing = new SocketException("Datei oder Verzeichnis nicht gefunden");
        assertThat(reason(folder.resolve("nosuch"), missing)).isEqualTo(Reason.SOCKET_MISSING);
        assertThat(reason(file.resolve("below"), new SocketException("Ist kein Verzeichnis")))
                .isEqualTo(Reason.SOCKET_MISSING);
        assertThat(reason(file, new BindException("Keine Berechtigung"))).isEqualTo(Reason.SOCKET_FORBIDDEN);
        assertThat(reason(file, new ConnectException("Verbindungsaufbau abgelehnt")))
                .isEqualTo(Reason.SOCKET_STALE);
        assertThat(reason(file, new IOException("Datenübergabe unterbrochen"))).isEqualTo(Reason.CONNECTION_LOST);
    }

    /// `/etc/group` has the user, and the session does not have the group.
    @Test
    void aUserWhoJoinedTheGroupAfterLoginIsFound() throws IOException {
        Path socket = Files.createFile(folder.resolve("socket"));
        Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Object gid = Files.getAttribute(socket, "unix:gid");
        Files.writeString(folder.resolve("passwd"), "me:x:" + uid + ":1::/home/me:/bin/sh\n");
        Files.writeString(folder.resolve("group"), "incus-admin:x:" + gid + ":other,me\n");
        assertThat(IncusErrors.joined(socket, folder)).contains("incus-admin");
        Files.writeString(folder.resolve("group"), "me:x:1:me\nincus-admin:x:" + gid + ":other,meme\n");
        assertThat(IncusErrors.joined(socket, folder)).isEmpty();
        assertThat(IncusErrors.joined(socket, folder.resolve("nosuch"))).isEmpty();
    }

    /// A queue that is full is waited for, which a socket that does not exist is not.
    @Test
    @Timeout(60)
    void aFullQueueIsWaitedFor() throws IOException {
        Path socket = folder.resolve("full");
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            assertThatThrownBy(() -> {
                        while (waiting.size() < 100) {
                            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                            waiting.add(channel);
                            channel.configureBlocking(false);
                            channel.connect(UnixDomainSocketAddress.of(socket));
                        }
                    })
                    .isExactlyInstanceOf(SocketException.class);
            assertThatThrownBy(() -> UnixChannel.connect(socket, Duration.ofMillis(100)))
                    .isInstanceOf(SocketTimeoutException.class);
            assertThatThrownBy(() -> UnixChannel.connect(folder.resolve("nosuch"), Duration.ofHours(1)))
                    .isExactlyInstanceOf(SocketException.class);
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }
}
