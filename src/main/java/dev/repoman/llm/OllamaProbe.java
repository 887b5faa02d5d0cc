package dev.repoman.llm;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.plan.OllamaFact.Health;
import dev.repoman.plan.OllamaFact.Loaded;
import dev.repoman.plan.OllamaFact.State;
import dev.repoman.project.Trace;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Checks whether an address is served by ollama (`/api/version`), and which models it has
/// (`/api/tags`).
@ApplicationScoped
public class OllamaProbe {
    /// For the connection, and for each read.
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final int MOST_BYTES = 4 << 20;

    /// What `/api/version` answers.
    @RegisterForReflection
    record Version(@Nullable Object version) {}

    /// What `/api/tags` answers.
    @RegisterForReflection
    record Tags(@Nullable List<Model> models) {}

    @RegisterForReflection
    record Model(@Nullable String name) {}

    /// What `/api/ps` answers; older versions have no context.
    @RegisterForReflection
    record Running(@Nullable List<RunningModel> models) {}

    @RegisterForReflection
    record RunningModel(
            @Nullable String name,
            @JsonProperty("context_length") @Nullable Long context) {}

    private final ObjectMapper mapper;
    private final Trace trace;
    private final int timeoutMillis;

    @Inject
    public OllamaProbe(ObjectMapper mapper, Trace trace) {
        this(mapper, trace, TIMEOUT);
    }

    OllamaProbe(ObjectMapper mapper, Trace trace, Duration timeout) {
        this.mapper = mapper;
        this.trace = trace;
        timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /// @param url `http://HOST:PORT`, without a path
    public Health look(String url) {
        try {
            Version answer = get(url + "/api/version", Version.class);
            return answer != null && answer.version() instanceof String version
                    ? new Health(url, State.OK, version, models(url))
                    : unlike(url);
        } catch (SocketTimeoutException _) {
            return Health.slow(url);
        } catch (DatabindException _) {
            return unlike(url);
        } catch (JacksonException _) {
            return new Health(url, State.WRONG, "its answer is not JSON", List.of());
        } catch (WrongStatus e) {
            return new Health(url, State.WRONG, "it answers with HTTP status " + e.status, List.of());
        } catch (IOException | IllegalArgumentException e) {
            return new Health(url, State.NOTHING, String.valueOf(e.getMessage()), List.of());
        }
    }

    /// JSON, but not ollama's.
    private static Health unlike(String url) {
        return new Health(url, State.WRONG, "it does not report a version like ollama", List.of());
    }

    private List<String> models(String url) {
        try {
            Tags tags = get(url + "/api/tags", Tags.class);
            return tags == null || tags.models() == null
                    ? List.of()
                    : tags.models().stream()
                            .map(model -> model == null || model.name() == null ? "" : model.name())
                            .toList();
        } catch (IOException _) {
            return List.of(); // the version is what matters
        }
    }

    /// @param url of a daemon that answers
    /// @return the models in memory; null where it does not say
    public @Nullable List<Loaded> loaded(String url) {
        try {
            Running running = get(url + "/api/ps", Running.class);
            return running == null || running.models() == null
                    ? null
                    : running.models().stream()
                            .filter(model -> model != null && model.name() != null)
                            .map(model -> new Loaded(
                                    Objects.requireNonNull(model.name()),
                                    Objects.requireNonNullElse(model.context(), 0L)))
                            .toList();
        } catch (IOException _) {
            return null;
        }
    }

    private <T> @Nullable T get(String url, Class<T> type) throws IOException {
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
                return mapper.readValue(in.readNBytes(MOST_BYTES), type);
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
