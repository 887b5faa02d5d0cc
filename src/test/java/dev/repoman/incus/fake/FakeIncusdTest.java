package dev.repoman.incus.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only the fake daemon can: faults, its log of requests, its handlers.
@Timeout(120)
class FakeIncusdTest {
    private FakeIncusd incusd;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        incusd = FakeIncusd.start(folder.resolve("s"));
        client = new RawClient(incusd.socket());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        incusd.close();
    }

    private JsonNode done(String method, String target, String body) throws IOException {
        JsonNode answer = client.call(method, target, body.replace('\'', '"')).json();
        return client.call("GET", answer.path("operation").asText() + "/wait", "")
                .json();
    }

    private void container(String name) {
        String body = "{'name':'" + name + "','source':{'type':'image','alias':'tiny'},'start':true}";
        incusd.does("POST", "/1.0/instances", body.replace('\'', '"'));
    }

    @Test
    void keepsAConnectionAndLogsWhatCame() throws IOException {
        client.call("GET", "/1.0/projects", "");
        client.call("GET", "/1.0/instances?recursion=1", "");
        incusd.get("/1.0/projects");
        assertThat(incusd.requests())
                .extracting(FakeIncusd.Call::toString)
                .containsExactly("GET /1.0/projects", "GET /1.0/instances?recursion=1");
        incusd.reset();
        assertThat(incusd.requests()).isEmpty();
    }

    @Test
    void failsTheNextRequestOnly() throws IOException {
        incusd.failNext("GET", "/1.0/projects", 503, "down");
        RawClient.Answer answer = client.call("GET", "/1.0/projects", "");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("error").asText()).isEqualTo("down");
        assertThat(client.call("GET", "/1.0/projects", "").status()).isEqualTo(200);
    }

    @Test
    void failsAnOperationInItsWait() throws IOException {
        incusd.failWait("POST", "/1.0/instances", 500, "No space left on device");
        JsonNode end = done("POST", "/1.0/instances", "{'name':'c','source':{'type':'image','alias':'tiny'}}");
        assertThat(end.path("error").asText()).isEqualTo("No space left on device");
        assertThat(incusd.get("/1.0/instances")).isEmpty();
    }

    @Test
    void stallsUntilReset() throws Exception {
        incusd.stall("/1.0/projects");
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                client.call("GET", "/1.0/projects", "");
            } catch (IOException e) {
                over.countDown();
            }
        });
        assertThat(over.await(100, TimeUnit.MILLISECONDS)).isFalse();
        try (RawClient other = new RawClient(incusd.socket())) {
            assertThat(other.call("GET", "/1.0", "").status()).isEqualTo(200);
        }
        incusd.reset();
        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void dropsTheConnectionInTheMidstOfAnAnswer() throws IOException {
        incusd.dropAfter("/1.0", 300);
        assertThatThrownBy(() -> client.call("GET", "/1.0", "")).isInstanceOf(EOFException.class);
        try (RawClient other = new RawClient(incusd.socket())) {
            assertThat(other.call("GET", "/1.0", "").status()).isEqualTo(200);
        }
    }

    @Test
    void chunksLargeBodiesOnly() throws IOException {
        assertThat(client.call("GET", "/1.0", "").headers()).containsKey("transfer-encoding");
        assertThat(client.call("GET", "/1.0/projects", "").headers()).containsKey("content-length");
    }

    @Test
    void tellsProgressAndThatANameIsBeingCreated() throws IOException {
        incusd.pace(Duration.ofSeconds(20));
        String body = "{\"name\":\"c\",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"}}";
        String first = client.call("POST", "/1.0/instances", body)
                .json()
                .path("operation")
                .asText();
        JsonNode progress;
        do {
            progress = client.call("GET", first, "").metadata().path("metadata").path("progress");
        } while (progress.isMissingNode());
        assertThat(progress.path("stage").asText()).isEqualTo("create_instance_from_image_unpack");
        assertThat(progress.path("percent").isTextual()).isTrue();
        JsonNode second = done("POST", "/1.0/instances", body);
        assertThat(second.path("error").asText()).endsWith("Instance is busy running a \"create\" operation");
        incusd.pace(Duration.ZERO);
        assertThat(client.call("GET", first + "/wait", "").json().path("type").asText())
                .isEqualTo("sync");
    }

    @Test
    void refusesAProfileThatChangedSinceItWasRead() throws IOException {
        String etag = client.call("GET", "/1.0/profiles/default", "").headers().get("etag");
        String body = client.call("GET", "/1.0/profiles/default", "").metadata().toString();
        incusd.before(
                "PUT",
                "/1.0/profiles/default",
                () -> incusd.does("PATCH", "/1.0/profiles/default", "{\"config\":{\"user.a\":\"1\"}}"));
        String match = "If-Match: " + etag + "\r\n";
        assertThat(client.call("PUT", "/1.0/profiles/default", body, match).status())
                .isEqualTo(412);
        String now = client.call("GET", "/1.0/profiles/default", "").headers().get("etag");
        assertThat(client.call("PUT", "/1.0/profiles/default", body, "If-Match: " + now + "\r\n")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void runsCommandsByTheHandler() throws IOException {
        container("c");
        incusd.onExec(call ->
                call.command().getFirst().equals("whoami") ? ExecResult.ok(call.uid() + "@" + call.instance()) : null);
        String body = "{'command':['whoami'],'user':1000,'record-output':true}";
        JsonNode end = done("POST", "/1.0/instances/c/exec", body);
        String url =
                end.path("metadata").path("metadata").path("output").path("1").asText();
        assertThat(new String(client.call("GET", url, "").body())).isEqualTo("1000@c");
        assertThat(done("POST", "/1.0/instances/c/exec", "{'command':['false']}")
                        .path("metadata")
                        .path("metadata")
                        .path("return")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void showsAddressesOfRunningContainers() {
        container("c");
        JsonNode state = incusd.get("/1.0/instances?recursion=2").get(0).path("state");
        assertThat(state.path("network")
                        .path("eth0")
                        .path("addresses")
                        .get(0)
                        .path("address")
                        .asText())
                .startsWith("192.0.2.");
    }
}
