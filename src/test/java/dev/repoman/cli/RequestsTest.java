package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What each command asks of Incus: nothing that it does not need, and nothing twice. Its time is mostly
/// theirs.
class RequestsTest extends Cli {
    /// A command in an instance: standard streams and control have a socket each.
    private static final String EXEC = """
            POST /1.0/instances/demo/exec
            GET /1.0/operations/ID/websocket
            GET /1.0/operations/ID/websocket
            GET /1.0/operations/ID/websocket
            GET /1.0/operations/ID/websocket
            GET /1.0/operations/ID/wait
            """;

    /// Whether Incus is still at work for a run that was killed.
    private static final String SETTLED = "GET /1.0/operations?recursion=1\n";

    private static final String LOOKED_AT_BY_NEW = """
            GET /1.0/profiles?recursion=1
            GET /1.0/instances/demo?recursion=1
            GET /1.0
            GET /1.0/images/aliases/tiny
            GET /1.0/images/ID
            """;

    /// @return the requests of a command that ends well, a line each, without what differs from run to run
    private String requests(String... args) {
        incus.forgetRequests();
        run(args).ok();
        return incus.requests().stream()
                .map(call -> call.toString()
                        .replaceFirst("/operations/[0-9a-f-]{36}", "/operations/ID")
                        .replaceFirst("/images/[0-9a-f]{64}", "/images/ID")
                        .replaceAll("[?&](project|secret|timeout)=[^&]*", ""))
                .map(call -> call + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void ofEachCommand() {
        prepare();
        assertThat(requests("list")).as("list").isEqualTo("GET /1.0/instances?recursion=1\n");
        assertThat(requests("new", "demo", "--image", "tiny", "--dry-run")).isEqualTo(LOOKED_AT_BY_NEW);
        assertThat(requests("new", "demo", "--image", "tiny"))
                .as("new: looks, creates, starts, makes the user, verifies it")
                .isEqualTo(SETTLED + LOOKED_AT_BY_NEW + """
                        POST /1.0/instances
                        GET /1.0/operations/ID/wait
                        PUT /1.0/instances/demo/state
                        GET /1.0/operations/ID/wait
                        """ + EXEC + EXEC);
        assertThat(requests("list", "--json")).as("list").isEqualTo("GET /1.0/instances?recursion=1\n");
        assertThat(requests("list", "--wide")).as("addresses").isEqualTo("GET /1.0/instances?recursion=2\n");
        assertThat(requests("shell", "demo", "--", "true")).isEqualTo("GET /1.0/instances/demo?recursion=1\n" + EXEC);
        assertThat(requests("exec", "demo", "--", "true")).isEqualTo("GET /1.0/instances/demo?recursion=1\n" + EXEC);
        assertThat(requests("config", "get")).as("the registry alone").isEmpty();
        assertThat(requests("remove", "demo", "--dry-run"))
                .as("also whether a fork of it is being made")
                .isEqualTo("GET /1.0/instances/demo?recursion=1\nGET /1.0/instances?recursion=1\n");
        assertThat(requests("status", "demo"))
                .as("also what the mount shows inside")
                .isEqualTo("GET /1.0/instances/demo?recursion=1\nGET /1.0/profiles?recursion=1\n" + EXEC);
        for (String[] asking : List.of(new String[] {"status"}, new String[] {"image", "list"})) {
            assertThat(requests(asking).lines()).as(asking[0]).isNotEmpty().doesNotHaveDuplicates();
        }
        assertThat(requests("remove", "demo", "--yes")).isEqualTo(SETTLED + """
                GET /1.0/instances/demo?recursion=1
                GET /1.0/instances?recursion=1
                PUT /1.0/instances/demo/state
                GET /1.0/operations/ID/wait
                DELETE /1.0/instances/demo
                GET /1.0/operations/ID/wait
                """);
    }
}
