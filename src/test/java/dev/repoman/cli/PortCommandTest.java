package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `port` and `open`, and `[[port]]` of an override.
class PortCommandTest extends Cli {
    /// 0.0.0.0:5173, ::ffff:127.0.0.1:3000, 10.0.0.1:22, ::1:631, and a connection.
    private static final String TCP = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
               0: 00000000:1435 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000
               1: 0100000A:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
               2: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000  1000
               3: 0000000000000000FFFF00000100007F:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000
               4: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000
            """;

    @Override
    void demo() {
        super.demo();
        incus.onExec(call -> ExecResult.ok(TCP));
    }

    private JsonNode devices() {
        return incus.get("/1.0/instances/demo?project=repoman").path("devices");
    }

    private static Path override() {
        return registry().resolveSibling("repos.d/demo.toml");
    }

    private static void override(String text) throws IOException {
        Files.createDirectories(override().getParent());
        Files.writeString(override(), text);
    }

    /// A port that was free a moment ago, and that the kernel gives to nobody who asks for any.
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (BindException _) {
                // taken
            }
        }
    }

    @Test
    void addsAndRemoves() throws IOException {
        demo();
        override("# mine\nbackup = true # really\n");
        int free = freePort();
        String port = free + ":80";
        assertThat(run("port", "demo", port, "-n").ok()).isEqualTo("""
                repoman port demo would:
                  • change container demo: set device port-%d
                  • add port %s to ~/.config/repoman/repos.d/demo.toml
                """.formatted(free, port));
        assertThat(run("port", "demo", port).ok()).isEqualTo("forwarded: " + port + "\n");
        assertThat(override()).hasContent("""
                # mine
                backup = true # really

                [[port]]
                host      = %d
                container = 80
                """.formatted(free));
        JsonNode device = devices().path("port-" + free);
        assertThat(device.path("listen").asText()).isEqualTo("tcp:127.0.0.1:" + free);
        assertThat(device.path("connect").asText()).isEqualTo("tcp:127.0.0.1:80");
        assertThat(run("status", "demo").ok()).doesNotContain("drift");
        assertThat(run("port", "demo", port).ok()).isEqualTo("nothing to do\n");

        Ran both = run("port", "demo", free + ":81");
        assertThat(both.exit()).isEqualTo(4);
        assertThat(both.err()).contains("the port " + free + " of the host cannot be both " + port + " and");
        assertThat(run("port", "demo", "--remove", "80").ok()).isEqualTo("no longer forwarded: 80\n");
        assertThat(override()).hasContent("# mine\nbackup = true # really\n");
        assertThat(devices().has("port-" + free)).isFalse();
        Ran gone = run("port", "demo", "--remove", "80");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).contains("the port 80 of demo is not forwarded");
    }

    @Test
    void showsWhatIsForwardedAndWhatIsNot() throws IOException {
        demo();
        int free = freePort();
        run("port", "demo", free + ":3000").ok();
        Ran ran = run("port", "demo");
        assertThat(ran.ok().lines())
                .containsExactly(
                        "HOST             CONTAINER  LISTENS",
                        "127.0.0.1:" + free + "  3000       yes",
                        "-                5173       yes");
        assertThat(ran.err()).contains("hint: to forward one: repoman port demo 5173");
        assertThat(run("port", "demo", "--json").ok().replaceAll("\\s", ""))
                .isEqualTo("""
                        {"format":1,"name":"demo","running":true,"forwarded":[{"address":"127.0.0.1","host":%d,"container":3000,
                        "listens":true}],"listening":[5173]}""".formatted(free).replaceAll("\\s", ""));
        assertThat(run("open", "demo", "--print").ok()).isEqualTo("http://127.0.0.1:" + free + "\n");
        assertThat(run("open", "demo", "3000").ok()).isEqualTo("http://127.0.0.1:" + free + "\n");
        Ran hidden = run("open", "demo", "5173");
        assertThat(hidden.exit()).isEqualTo(1);
        assertThat(hidden.err()).contains("the port 5173 of demo is not forwarded", "forwarded are: " + free + ":3000");

        run("stop", "demo").ok();
        assertThat(run("port", "demo").ok()).contains("127.0.0.1:" + free + "  3000       stopped");
        Ran stopped = run("open", "demo");
        assertThat(stopped.err()).contains("nothing listens at a forwarded port of demo");
    }

    @Test
    void nothingIsSaidWhereNothingIs() {
        demo();
        incus.onExec(call -> ExecResult.ok(""));
        assertThat(run("port", "demo").ok()).isEqualTo("no port is forwarded, and nothing listens inside\n");
        assertThat(run("port", "nosuch").exit()).isEqualTo(1);
        assertThat(run("port", "demo", "--remove").exit()).isEqualTo(2);
    }

    /// The first word is a port and no name: then the project is the one where the user stands, in none here.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            demo 0          | the port "0" is not a port
            demo 70000      | the port "70000" is not a port
            demo 80         | the host's port "80" is reserved for root
            demo x:80       | the host's port "x" is not a port
            demo 300.1.1.1:8080:80 | the host's port "300.1.1.1:8080" is not a port
            8080:80         | NAME is missing
            """)
    void whatCannotBeMeantIsRefused(String words, String message) {
        demo();
        Ran ran = run(("port " + words).split(" "));
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains(message, "hint: ");
    }

    @Test
    void aTakenPortIsSaidBeforeIncusIsAsked() throws IOException {
        demo();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String taken = "the port 127.0.0.1:" + socket.getLocalPort() + " of the host is taken by another program";
            assertThat(run("port", "demo", socket.getLocalPort() + ":80").err()).contains(taken);
            assertThat(override()).doesNotExist();
            override("[[port]]\nhost = " + socket.getLocalPort() + "\ncontainer = 80\n");
            assertThat(run("repair", "demo").err()).contains(taken);
            assertThat(devices().has("port-" + socket.getLocalPort())).isFalse();
            Files.move(override(), override().resolveSibling("other.toml"));
            assertThat(run("new", "other", "--image", "tiny").err()).contains(taken);
            assertThat(repo("other")).doesNotExist();
        }
    }

    /// While a container is stopped, another program can take its port.
    @Test
    void aStoppedContainerWhosePortIsTakenIsNotStarted() throws IOException {
        demo();
        int free = freePort();
        run("port", "demo", free + ":80").ok();
        run("stop", "demo").ok();
        try (ServerSocket _ = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            for (String command : new String[] {"start", "shell"}) {
                Ran ran = run(command, "demo");
                assertThat(ran.exit()).isEqualTo(1);
                assertThat(ran.err())
                        .contains("the port 127.0.0.1:" + free + " of the host is taken by another program", "hint: ");
            }
        }
        // a process that another test is just starting may still hold the socket
        await().atMost(Duration.ofMinutes(1)).until(() -> run("start", "demo").exit() == 0);
    }

    @Test
    void thePortsOfAnOverrideArePartOfTheContainer() throws IOException {
        prepare();
        int free = freePort();
        override("[[port]]\nhost = \"127.0.0.1:" + free + "\"\ncontainer = 80\n");
        run("new", "demo", "--image", "tiny").ok();
        assertThat(devices().path("port-" + free).path("type").asText()).isEqualTo("proxy");
        int other = freePort();
        override("[[port]]\nhost = " + other + "\ncontainer = 80\n");
        assertThat(run("status", "demo").ok())
                .contains("drift: the container lacks the device port-" + other + " of repos.d/demo.toml")
                .contains("drift: the container has the device port-" + free);
        run("repair", "demo", "--yes").ok();
        assertThat(devices().has("port-" + other)).isTrue();
        assertThat(devices().has("port-" + free)).isFalse();
        assertThat(run("status", "demo").ok()).doesNotContain("drift");
    }
}
