package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/// What listens where ollama would, in the lab's own network.
final class StandIn implements AutoCloseable {
    static final int PORT = 11434;

    private final HttpServer server;

    private StandIn(String address, HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, PORT), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", handler);
        server.start();
    }

    /// An ollama with one model.
    static StandIn ollama(String address) throws IOException {
        return new StandIn(address, exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case "/api/version" -> send(exchange, 200, "{\"version\":\"0.9.1\"}");
                case "/api/tags" -> send(exchange, 200, "{\"models\":[{\"name\":\"qwen3:8b\"}]}");
                case "/api/ps" ->
                    send(exchange, 200, "{\"models\":[{\"name\":\"qwen3:8b\",\"context_length\":65536}]}");
                default -> send(exchange, 404, "");
            }
        });
    }

    /// Something else that gives one answer to everything.
    static StandIn answering(String address, int status, String body) throws IOException {
        return new StandIn(address, exchange -> send(exchange, status, body));
    }

    /// Something that takes a request and never answers.
    static StandIn silent(String address) throws IOException {
        return new StandIn(address, _ -> {});
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
