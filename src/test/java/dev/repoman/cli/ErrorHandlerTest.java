package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.TestJson;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.cli.view.Json;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.Programs;
import dev.repoman.host.TerminalSize;
import dev.repoman.project.HostUser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// A bug, which no command line can be relied on to show.
class ErrorHandlerTest {
    private final StringWriter err = new StringWriter();

    private int bug(boolean json) {
        Session session = new Session();
        session.json(json);
        HostEnvironment plain = new HostEnvironment(Map.of());
        Terminal terminal = new Terminal(
                plain,
                session,
                new TerminalSize(plain, new Programs(plain, new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh"))));
        CommandLine line = Typed.commandLine().setErr(new PrintWriter(err));
        return new ErrorHandler(session, new ErrorView(terminal, new Json(TestJson.mapper())))
                .handleExecutionException(new IllegalStateException("oops"), line, null);
    }

    @Test
    void isOneDocumentWithJson() throws Exception {
        assertThat(bug(true)).isEqualTo(70);
        JsonNode error = new ObjectMapper().readTree(err.toString()).path("error");
        assertThat(error.path("kind").asText()).isEqualTo("bug");
        assertThat(error.path("trace").get(0).asText()).isEqualTo("java.lang.IllegalStateException: oops");
        assertThat(error.path("trace").get(1).asText()).startsWith("\tat dev.repoman");
    }

    @Test
    void isAStackTraceWithout() {
        assertThat(bug(false)).isEqualTo(70);
        assertThat(err.toString())
                .startsWith("repoman: a bug: java.lang.IllegalStateException: oops\nhint: please report it with what"
                        + " follows and repoman --version\njava.lang.IllegalStateException: oops\n\tat ");
    }
}
