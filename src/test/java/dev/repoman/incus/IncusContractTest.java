package dev.repoman.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.TestJson;
import dev.repoman.incus.IncusException.Reason;
import dev.repoman.incus.fake.FakeIncusd;
import dev.repoman.project.IncusProject;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on the in-memory Incus, and what only that one can be made to do.
class IncusContractTest extends IncusContract {
    @TempDir
    Path folder;

    private FakeIncusd fake;

    @Override
    Path daemon() throws IOException {
        fake = FakeIncusd.start(folder.resolve("unix.socket"));
        fake.does("POST", "/1.0/projects", "{\"name\":\"repoman\",\"config\":{\"features.images\":\"false\"}}");
        fake.does(
                "PUT",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{},\"devices\":{\"root\":{\"type\":\"disk\",\"path\":\"/\",\"pool\":\"default\"}}}");
        return fake.socket();
    }

    @AfterEach
    void close() throws IOException {
        fake.close();
    }

    @Test
    void oneConnectionServesAllRequests() {
        for (int i = 0; i < 20; i++) {
            incus.instances(project, false);
        }
        assertThat(fake.requests()).hasSize(20);
    }

    @Test
    void aConnectionThatTheDaemonClosedIsOpenedAnew() throws IOException {
        incus.server("");
        fake.close();
        daemon();
        assertThat(incus.server("").version()).isNotBlank();
    }

    /// As after a question that stayed unanswered for longer than the daemon keeps a connection.
    @Test
    void aChangeAfterTheDaemonClosedTheConnectionIsSentOnANewOne() {
        incus.server("");
        fake.hangUp();
        incus.createProject(IncusProject.here("later"), Map.of());
        assertThat(fake.get("/1.0/projects/later").path("name").asText()).isEqualTo("later");
    }

    /// An operation on another member has a query in its address.
    @Test
    void operationsOfAClusterAreWaitedForAndConnectedTo() {
        fake.members("node1", "node2", "node3");
        aSnapshotBringsBackWhatAnInstanceWas();
        execKeepsStreamsApartAndReturnsTheCode();
        assertThat(fake.requests())
                .filteredOn(call -> call.target().contains("/operations/"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.target()).matches("/1.0/operations/[^/?]*(/[^/?]*[?][^?/]*)?"));
    }

    @Test
    void aWaitThatAnswers200WithAnErrorIsAnError() {
        fake.failWait("POST", "/1.0/instances", 500, "Instance is busy running a \"create\" operation");
        IncusException e = catchThrowableOfType(
                IncusException.class,
                () -> incus.createInstance(
                        project,
                        new dev.repoman.project.InstanceSpec(
                                "a",
                                dev.repoman.project.ImageRef.parse("tiny"),
                                List.of("default"),
                                Map.of(),
                                new java.util.TreeMap<>(),
                                ""),
                        Incus.Progress.NONE));
        assertThat(e.reason()).isEqualTo(Reason.BUSY);
        assertThat(e.hint()).isNotNull();
    }

    @Test
    void theSocketsOwnTroubles() throws IOException {
        assertThat(trouble(folder.resolve("nosuch"))).isEqualTo(Reason.SOCKET_MISSING);
        Path stale = folder.resolve("stale");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(stale));
        }
        assertThat(trouble(stale)).isEqualTo(Reason.SOCKET_STALE);
        Path garbage = folder.resolve("garbage");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(garbage));
            Thread.ofPlatform().daemon().start(() -> {
                try (var client = server.accept()) {
                    client.read(java.nio.ByteBuffer.allocate(4096)); // or the request meets a closed socket
                    client.write(java.nio.ByteBuffer.wrap("SSH-2.0-OpenSSH\r\n\r\n".getBytes()));
                } catch (IOException _) {
                    // the test is over
                }
            });
            assertThat(trouble(garbage)).isEqualTo(Reason.NOT_UNDERSTOOD);
        }
    }

    private static Reason trouble(Path socket) {
        IncusException e =
                catchThrowableOfType(IncusException.class, () -> new SocketIncus(daemons(socket)).server(""));
        assertThat(e.hint()).isNotBlank();
        return e.reason();
    }

    @Test
    void eachCallIsTracedWithoutItsBody() {
        List<String> calls = new ArrayList<>();
        Trace trace = (what, detail, took) -> calls.add(what + " " + detail);
        new SocketIncus(new Daemons(
                        new IncusLocation(fake.socket()), (_, _) -> fake.socket(), TestJson.mapper(), trace))
                .server("");
        assertThat(calls).containsExactly("incus GET /1.0 → 200");
    }

    @Test
    void theSocketIsFoundAsIncusOwnClientFindsIt() {
        assertThat(IncusLocation.find(Map.of("INCUS_SOCKET", "/s", "INCUS_DIR", "/d"))
                        .socket())
                .isEqualTo(Path.of("/s"));
        assertThat(IncusLocation.find(Map.of("INCUS_DIR", "/d")).socket()).isEqualTo(Path.of("/d/unix.socket"));
        assertThat(IncusLocation.find(Map.of(), _ -> true).socket()).isEqualTo(Path.of("/run/incus/unix.socket"));
        assertThat(IncusLocation.find(Map.of(), _ -> false).socket()).isEqualTo(Path.of("/var/lib/incus/unix.socket"));
    }
}
