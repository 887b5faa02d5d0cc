package dev.repoman.llm;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.project.JsonTree;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Asks whatever listens at an address whether it is ollama (`/api/version`), and which models it has (`/api/tags`).
@ApplicationScoped
public class OllamaProbe {
    /// For the connection, and for each read.
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final int MOST_BYTES = 4 << 20;

    private final Trace trace;
    private final int timeoutMillis;

    @Inject
    public OllamaProbe(Trace trace) {
        this(trace, TIMEOUT);
    }

    OllamaProbe(Trace trace, Duration timeout) {
        this.trace = trace;
        timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /// @param url `http://HOST:PORT`, without a path
    public Health look(String url) {
        try {
            JsonNode version = get(url + "/api/version").path("version");
            if (!version.isTextual()) {
                return new Health(url, State.WRONG, "it does not tell a version as ollama does", List.of());
            }
            return new Health(url, State.OK, version.asText(), models(url));
        } catch (SocketTimeoutException _) {
            return Health.slow(url);
        } catch (JacksonException _) {
            return new Health(url, State.WRONG, "it does not speak JSON", List.of());
        } catch (WrongStatus e) {
            return new Health(url, State.WRONG, "it answers with HTTP status " + e.status, List.of());
        } catch (IOException | IllegalArgumentException e) {
            return new Health(url, State.NOTHING, String.valueOf(e.getMessage()), List.of());
        }
    }

    private List<String> models(String url) {
        List<String> names = new ArrayList<>();
        try {
            get(url + "/api/tags")
                    .path("models")
                    .forEach(model -> names.add(model.path("name").asText()));
        } catch (IOException _) {
            // the version is what matters
        }
        return names;
    }

    private JsonNode get(String url) throws IOException {
        long start = System.nanoTime();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setInstanceFollowRedirects(false);
        int status = -1;
        try {
            status = connection.getResponseCode();
            if (status != 200) {
                throw new WrongStatus(status);
            }
            try (InputStream in = connection.getInputStream()) {
                return JsonTree.read(in.readNBytes(MOST_BYTES));
            }
        } finally {
            connection.disconnect();
            trace.call("http", "GET " + url + " → " + status, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private static final class WrongStatus extends IOException {
        private final int status;

        WrongStatus(int status) {
            this.status = status;
        }
    }
}
