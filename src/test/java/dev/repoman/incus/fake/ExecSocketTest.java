package dev.repoman.incus.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The websockets of a command, on the fake daemon and on the real one.
@Timeout(120)
class ExecSocketTest {
    static Stream<String> daemons() {
        return Daemon.names();
    }

    /// One command with its sockets open.
    private record Session(Daemon daemon, String operation, Map<String, RawClient> sockets, Map<String, String> secrets)
            implements AutoCloseable {
        static Session open(Daemon daemon, String body, String... fds) throws IOException {
            RawClient.Answer answer = daemon.call("POST", "/1.0/instances/c/exec?project=$P", body);
            assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
            String operation = answer.json().path("operation").asText();
            Map<String, String> secrets = new HashMap<>();
            answer.metadata()
                    .path("metadata")
                    .path("fds")
                    .properties()
                    .forEach(e -> secrets.put(e.getKey(), e.getValue().asText()));
            Map<String, RawClient> sockets = new HashMap<>();
            for (String fd : fds) {
                sockets.put(fd, daemon.client().upgrade(operation, secrets.get(fd)));
            }
            return new Session(daemon, operation, sockets, secrets);
        }

        static Session cat(Daemon daemon) throws IOException {
            return open(daemon, "{'command':['cat'],'wait-for-websocket':true}", "0", "1", "2", "control");
        }

        void write(String text) throws IOException {
            sockets.get("0").frame(2, text.getBytes(StandardCharsets.UTF_8));
        }

        RawClient fd(String name) {
            return sockets.get(name);
        }

        JsonNode end() throws IOException {
            return daemon.call("GET", operation + "/wait?timeout=10", "").json();
        }

        int exit() throws IOException {
            JsonNode end = end();
            return end.path("metadata").path("metadata").path("return").asInt(Integer.MIN_VALUE);
        }

        @Override
        public void close() throws IOException {
            for (RawClient client : sockets.values()) {
                client.close();
            }
        }
    }

    private static Daemon container(String name) throws IOException {
        return Daemon.open(name).withProject().withContainer("c");
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void stdinEndsWithATextMessageAndStreamsWithAnEmptyOne(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.cat(daemon)) {
            s.write("hello");
            assertThat(s.fd("1").frame())
                    .extracting(RawClient.Frame::opcode, RawClient.Frame::text)
                    .containsExactly(2, "hello");
            s.fd("0").frame(2, new byte[0]);
            s.write("more");
            assertThat(s.fd("1").frame().text())
                    .as("an empty binary message is not an end")
                    .isEqualTo("more");
            s.fd("0").frame(1, new byte[0]);
            assertThat(s.fd("1").stream()).isEmpty();
            assertThat(s.fd("2").stream()).isEmpty();
            for (String fd : List.of("0", "1", "2", "control")) {
                assertThat(s.fd(fd).frame().opcode())
                        .as("no close frame on " + fd)
                        .isEqualTo(-1);
            }
            assertThat(s.exit()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void closingStdinEndsItToo(String name) throws IOException {
        try (Daemon daemon = container(name)) {
            try (Session s = Session.cat(daemon)) {
                s.write("a");
                s.fd("0").frame(8, new byte[] {3, (byte) 0xe8});
                assertThat(s.fd("0").frame())
                        .extracting(RawClient.Frame::opcode)
                        .isEqualTo(8);
                assertThat(s.fd("1").stream()).isEqualTo(new byte[] {'a'});
                assertThat(s.exit()).isZero();
            }
            try (Session s = Session.cat(daemon)) {
                s.write("b");
                s.fd("0").close();
                assertThat(s.fd("1").stream()).isEqualTo(new byte[] {'b'});
                assertThat(s.exit()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void carriesMegabytesBothWays(String name) throws Exception {
        byte[] data = new byte[3_000_000];
        new Random(7).nextBytes(data);
        try (Daemon daemon = container(name);
                Session s = Session.cat(daemon)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    for (int at = 0; at < data.length; at += 100_000) {
                        s.fd("0").frame(2, Arrays.copyOfRange(data, at, at + 100_000));
                    }
                    s.fd("0").frame(1, new byte[0]);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(s.fd("1").stream()).isEqualTo(data);
            writer.join();
            assertThat(s.exit()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void runsWithoutTheControlSocket(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.open(
                        daemon, "{'command':['sh','-c','exit 3'],'wait-for-websocket':true}", "0", "1", "2")) {
            assertThat(s.fd("1").stream()).isEmpty();
            assertThat(s.exit()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void givesUpWhenAStreamIsNotConnected(String name) throws IOException {
        try (Daemon daemon = container(name)) {
            if (daemon.fake() != null) {
                daemon.fake().execPatience(Duration.ofSeconds(3));
            }
            String body = "{'command':['true'],'wait-for-websocket':true}";
            try (Session s = Session.open(daemon, body, "0", "1", "control")) {
                assertThat(s.end().path("error").asText()).isEqualTo("Timed out waiting for websockets to connect");
                assertThat(s.fd("1").frame().opcode()).isEqualTo(-1);
                assertThat(s.fd("control").frame().opcode()).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void aSignalKills(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.open(
                        daemon, "{'command':['sleep','30'],'wait-for-websocket':true}", "0", "1", "2", "control")) {
            s.fd("control").frame(1, "nonsense".getBytes(StandardCharsets.UTF_8));
            s.fd("control").frame(1, "{\"command\":\"signal\",\"signal\":15}".getBytes(StandardCharsets.UTF_8));
            assertThat(s.fd("1").stream()).isEmpty();
            assertThat(s.exit()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void leavingControlKills(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.open(
                        daemon, "{'command':['sleep','30'],'wait-for-websocket':true}", "0", "1", "2", "control")) {
            s.fd("control").close();
            assertThat(s.exit()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void aCommandThatIsMissingFailsTheOperation(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.open(
                        daemon, "{'command':['nope'],'wait-for-websocket':true}", "0", "1", "2", "control")) {
            assertThat(s.fd("1").stream()).isEmpty();
            assertThat(s.fd("2").stream()).isEmpty();
            JsonNode end = s.end();
            assertThat(end.path("error").asText()).isEqualTo("Command not found");
            assertThat(end.path("error_code").asInt()).isEqualTo(400);
            JsonNode operation = daemon.call("GET", s.operation, "").metadata();
            assertThat(operation.path("metadata").path("return").asInt()).isEqualTo(127);
            assertThat(operation.path("status").asText()).isEqualTo("Failure");
            assertThat(operation.path("status_code").asInt()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void anInteractiveOperationEndsWhenTheClientLeaves(String name) throws IOException {
        String body =
                "{'command':['sh','-c','exit 7'],'wait-for-websocket':true,'interactive':true,'width':80,'height':24}";
        try (Daemon daemon = container(name);
                Session s = Session.open(daemon, body, "0", "control")) {
            assertThat(s.secrets).containsOnlyKeys("0", "control");
            assertThat(s.fd("0").stream()).isEmpty();
            assertThat(s.fd("control").frame().opcode()).isEqualTo(-1);
            JsonNode still =
                    daemon.call("GET", s.operation + "/wait?timeout=0", "").json();
            assertThat(still.path("error").asText()).isEqualTo("context deadline exceeded");
            s.fd("0").frame(8, new byte[] {3, (byte) 0xe8});
            assertThat(s.exit()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void aSecretThatIsWrongIsRefused(String name) throws IOException {
        try (Daemon daemon = container(name);
                Session s = Session.cat(daemon)) {
            assertThatThrownBy(() -> daemon.client().upgrade(s.operation, "nope"))
                    .hasMessageContaining("403 Forbidden");
            s.fd("0").frame(1, new byte[0]);
            assertThat(s.exit()).isZero();
            assertThatThrownBy(() -> daemon.client().upgrade(s.operation, s.secrets.get("0")))
                    .hasMessageContaining("500");
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void recordedOutputIsFetchedWithTheProject(String name) throws IOException {
        try (Daemon daemon = container(name)) {
            JsonNode end = daemon.done(
                            "POST",
                            "/1.0/instances/c/exec?project=$P",
                            "{'command':['echo','hi'],'record-output':true}")
                    .metadata();
            String url = end.path("metadata").path("output").path("1").asText();
            assertThat(end.path("metadata").path("return").asInt()).isZero();
            assertThat(daemon.call("GET", url, "").status()).isEqualTo(404);
            assertThat(daemon.call("GET", url + "?project=$P", "").body()).isEqualTo(new byte[] {'h', 'i', '\n'});
            assertThat(daemon.call("DELETE", url + "?project=$P", "").status()).isEqualTo(200);
            assertThat(daemon.call("GET", url + "?project=$P", "").status()).isEqualTo(404);
        }
    }
}
