package dev.repoman.incus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.TestJson;
import dev.repoman.incus.api.InstanceInfo;
import dev.repoman.project.Fault;
import dev.repoman.project.Trace;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Answers that no Incus gives, on a transport that gives them.
class RestTest {
    private static Rest answering(String... bodies) {
        Iterator<String> left = List.of(bodies).iterator();
        Transport transport = new Transport() {
            @Override
            public Connection connect(Duration timeout) {
                return new Canned(left.next());
            }

            @Override
            public String remote() {
                return "work";
            }

            @Override
            public IncusException unreachable(IOException e) {
                return IncusErrors.remoteUnreachable("work", e);
            }
        };
        return new Rest(transport, TestJson.mapper(), Trace.NONE);
    }

    private static final String ENDS = " ";
    private static final String PLAIN = "{\"type\":\"sync\",\"metadata\":{}}";

    /// A proxy that ends still takes connections for a moment.
    @Test
    void whatOnlyReadsIsAskedAgainIfTheConnectionEnds() {
        assertThat(answering(ENDS, ENDS, PLAIN).get("/1.0", Object.class)).isNotNull();
        assertThatThrownBy(() -> answering(ENDS, ENDS, ENDS, PLAIN).get("/1.0", Object.class))
                .hasMessageStartingWith("the connection to the host work failed");
        assertThatThrownBy(() -> answering(ENDS, PLAIN).call("PUT", "/1.0", Map.of(), "", Duration.ofSeconds(1)))
                .hasMessageStartingWith("the connection to the host work failed");
    }

    private static final class Canned implements Transport.Connection {
        private final ByteArrayInputStream answer;

        Canned(String body) {
            int length = body.getBytes(UTF_8).length;
            String head = body.equals(ENDS) ? "" : "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
            answer = new ByteArrayInputStream((head + body.strip()).getBytes(UTF_8));
        }

        @Override
        public boolean isQuiet() {
            return true;
        }

        @Override
        public void write(ByteBuffer bytes, long deadline) {}

        @Override
        public int read(long deadline) throws IOException {
            int next = answer.read();
            if (next < 0) {
                throw new EOFException();
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length, long deadline) {
            return answer.read(target, offset, length);
        }

        @Override
        public void close() {}
    }

    /// What helps is on that machine.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | User does not have permissions for project    | ENVIRONMENT | on that machine, incus config trust list
            403 | not authorized                                | ENVIRONMENT | on that machine, incus config trust list
            404 | Project not found                             | ENVIRONMENT | repoman setup --host work
            404 | Requested profile "x" doesn't exist           | FAILED      | incus profile list work: --project p
            500 | Instance is frozen                            | FAILED      | incus resume work:NAME --project p
            500 | something else                                | FAILED      | on that machine: sudo journalctl
            """)
    void aHintNamesTheOtherMachine(int code, String said, Fault fault, String hint) {
        String body = "{\"type\":\"error\",\"error_code\":" + code + ",\"error\":\"" + said.replace("\"", "'") + "\"}";
        IncusException e = catchThrowableOfType(
                IncusException.class, () -> answering(body).get("/1.0/x?project=p", InstanceInfo.class));
        assertThat(e.fault()).isEqualTo(fault);
        assertThat(e.hint()).contains(hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        {"type":"sync","metadata":{"status":"Running"}}          | name is missing, or of another type
        {"type":"sync","metadata":{"name":"a"}}                  | status is missing, or of another type
        {"type":"sync","metadata":{"name":"a","status":"Running","profiles":5}} | profiles is missing, or of another type
        {"type":"sync","metadata":null}                          | it has no metadata
        {"type":"sync","metadata":[]}                            | it is not an answer of Incus
        {"type":"other","metadata":{"name":"a"}}                 | it has HTTP status 200 and no error
        {"metadata":{"name":"a","status":"Running"}}             | type is missing, or of another type
        null                                                     | it has no envelope
        []                                                       | it is not an answer of Incus
        ^^                                                       | it is not an answer of Incus
        <html>502 Bad Gateway</html>                             | it is not JSON
        {"type":"sync","metadata":{"name":"a                     | it is not JSON
        """)
    void anAnswerThatIsNotOneOfIncusIsAnError(String body, String named) {
        IncusException e =
                catchThrowableOfType(IncusException.class, () -> answering(body).get("/1.0/x", InstanceInfo.class));
        assertThat(e.what()).isEqualTo("the answer of Incus to GET /1.0/x is not understood: " + named);
        assertThat(e.hint()).contains("incus version");
    }

    @Test
    void membersThatAreNotKnownAreIgnored() {
        InstanceInfo info = answering("{\"type\":\"sync\",\"new\":1,\"metadata\":{\"name\":\"a\",\"status\":\"Running\""
                        + ",\"location\":\"none\"}}")
                .get("/1.0/x", InstanceInfo.class);
        assertThat(info.name()).isEqualTo("a");
        assertThat(info.profiles()).isNull();
    }
}
