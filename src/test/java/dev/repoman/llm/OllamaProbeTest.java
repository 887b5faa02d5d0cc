package dev.repoman.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.repoman.TestJson;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.Loaded;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.project.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaProbeTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Health look(HttpHandler version) {
        server.createContext("/api/version", version);
        return patient().look(url());
    }

    /// As on a machine where an answer is never late.
    private static OllamaProbe patient() {
        return new OllamaProbe(TestJson.mapper(), Trace.NONE, Duration.ofMinutes(1));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void ollamaWithItsModels() {
        server.createContext(
                "/api/tags", e -> send(e, 200, "{\"models\":[{\"name\":\"qwen3:8b\"},{\"name\":\"gemma3\"}]}"));
        Health health = look(e -> send(e, 200, "{\"version\":\"0.9.1\"}"));
        assertThat(health.ok()).isTrue();
        assertThat(health.detail()).isEqualTo("0.9.1");
        assertThat(health.models()).containsExactly("qwen3:8b", "gemma3");
        assertThat(health.address()).isEqualTo("127.0.0.1");
    }

    @Test
    void modelsThatCannotBeHadAreNone() {
        server.createContext("/api/tags", e -> send(e, 500, "no"));
        assertThat(look(e -> send(e, 200, "{\"version\":\"0.9.1\"}")).models()).isEmpty();
    }

    @Test
    void anHtmlPage() {
        Health health = look(e -> send(e, 200, "<!doctype html><title>router</title>"));
        assertThat(health.state()).isEqualTo(State.WRONG);
        assertThat(health.detail()).isEqualTo("its answer is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "null", "7", "{\"version\":7}", "{\"version\":null}", ""})
    void jsonOfSomebodyElse(String body) {
        Health health = look(e -> send(e, 200, body));
        assertThat(health.state()).isEqualTo(State.WRONG);
        assertThat(health.detail()).isEqualTo("it does not report a version like ollama");
    }

    @Test
    void aModelWithoutANameHidesNoOther() {
        server.createContext("/api/tags", e -> send(e, 200, "{\"models\":[{},{\"name\":\"gemma3\"}]}"));
        assertThat(look(e -> send(e, 200, "{\"version\":\"0.9.1\"}")).models()).contains("gemma3");
    }

    @Test
    void nothingAtAll() {
        assertThat(look(e -> send(e, 200, "")).state()).isEqualTo(State.WRONG);
    }

    @Test
    void anError() {
        assertThat(look(e -> send(e, 500, "oops")).detail()).isEqualTo("it answers with HTTP status 500");
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.createContext("/elsewhere", e -> send(e, 200, "{\"version\":\"1\"}"));
        Health health = look(e -> {
            e.getResponseHeaders().add("Location", url() + "/elsewhere");
            send(e, 302, "");
        });
        assertThat(health.detail()).isEqualTo("it answers with HTTP status 302");
    }

    @Test
    @Timeout(60)
    void silence() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Health health = new OllamaProbe(TestJson.mapper(), Trace.NONE, Duration.ofMillis(200))
                    .look("http://127.0.0.1:" + mute.getLocalPort());
            assertThat(health.state()).isEqualTo(State.SLOW);
        }
    }

    @Test
    void nobody() {
        String url = url();
        server.stop(0);
        assertThat(patient().look(url).state()).isEqualTo(State.NOTHING);
    }

    @Test
    void theContextOfLoadedModels() {
        server.createContext("/api/ps", exchange -> send(exchange, 200, """
                        {"models":[{"name":"qwen3:8b","context_length":4096,"size_vram":1},{"name":"old"},{}]}"""));
        assertThat(patient().loaded(url())).containsExactly(new Loaded("qwen3:8b", 4096), new Loaded("old", 0));
        server.removeContext("/api/ps");
        assertThat(patient().loaded(url())).isNull();
    }
}
