package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What all commands share: errors of Incus and of the registry, help, wrong command lines.
class EveryCommandTest extends Cli {
    /// A proxy, a daemon that is going down, or another program at the socket.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\u001b[2J",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\n<html>",
                "HTTP/1.1 404 Not Found\r\nContent-Length: 28\r\n\r\n{\"type\":\"sync\",\"metadata\":[]}",
                "HTTP/1.0 200 OK\r\n\r\n{\"type\":\"sync\",\"metadata\":[]}",
                "\u001b]0;title\u0007\r\n\r\n"
            })
    void anAnswerThatIsNotOneOfIncusIsAnError(String answer) {
        demo();
        incus.raw(".*", answer);
        for (String[] args :
                new String[][] {{"list"}, {"status", "demo"}, {"shell", "demo", "true"}, {"remove", "demo", "-y"}}) {
            Ran ran = run(args);
            assertThat(ran.exit()).as(args[0]).isEqualTo(3);
            assertThat(ran.out() + ran.err())
                    .containsAnyOf("is not understood: it", "is not Incus: it")
                    .doesNotContain("\u001b", "gone", "missing", "Source", "Unexpected");
        }
        assertThat(registry()).content().contains("[[project]]");
    }

    @Test
    void noSocketIsAnEnvironmentError() throws IOException {
        demo();
        incus.close();
        for (String[] args : new String[][] {{"new", "x"}, {"remove", "demo", "-y"}, {"shell", "demo", "true"}}) {
            Ran ran = run(args);
            assertThat(ran.exit()).as(args[0]).isEqualTo(3);
            assertThat(ran.err()).contains("repoman: Incus ").contains("hint: ");
        }
    }

    @Test
    void helpAndVersion() {
        assertThat(run("--version").ok()).startsWith("repoman ");
        assertThat(run("--help").ok()).contains("Exit codes:").contains("new ").contains("70");
        assertThat(run().ok()).contains("Usage: repoman");
        assertThat(run("new", "--help").ok()).contains("Examples:").contains("Exit codes:");
    }

    @Test
    void unknownCommandsAndOptions() {
        Ran command = run("lst");
        assertThat(command.exit()).isEqualTo(2);
        assertThat(command.err()).contains("hint: did you mean list");
        assertThat(run("list", "--nosuch").exit()).isEqualTo(2);
        assertThat(run("new").exit()).isEqualTo(2);
        assertThat(run("list", "--color", "sometimes").exit()).isEqualTo(2);
    }

    @Test
    void verboseTellsEachCall() {
        demo();
        assertThat(run("list", "-v").err()).contains("GET /1.0/instances?recursion=1&project=repoman → 200");
    }

    @Test
    void aBrokenRegistryIsExit5() throws IOException {
        demo();
        Files.writeString(registry(), "[repoman\n");
        Ran ran = run("list");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).startsWith("repoman: " + registry() + ":1: ").contains("hint: ");
    }
}
