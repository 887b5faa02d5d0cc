package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// An Incus daemon for tests, in memory, on a unix socket. It starts in a few milliseconds with what a fresh
/// daemon has: project `default` with a profile that gives a root disk and a NIC, pool `default`, bridge
/// `br0`, and a local image `tiny`. May be used from several threads.
///
/// ```java
/// try (var incusd = FakeIncusd.start(folder.resolve("unix.socket"))) {
///     incusd.does("POST", "/1.0/projects", "{\"name\":\"repoman\",\"config\":{\"features.images\":\"false\"}}");
///     incusd.onExec(call -> ExecResult.ok("uid=1000(dev)\n"));
///     incusd.stall("/1.0/instances");
/// }
/// ```
///
/// The patterns of faults are regular expressions for the whole path without its query.
public final class FakeIncusd implements AutoCloseable {
    /// A request that came over the socket.
    public record Call(String method, String target) {
        @Override
        public String toString() {
            return method + " " + target;
        }
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final World world = new World();
    private final Operations operations = new Operations(faults::takeOperationFailure);
    private final ExecApi exec = new ExecApi(world, operations);
    private final Router router = new Router(world, operations, exec);

    private FakeIncusd(Path socket, ServerSocketChannel server) {
        this.socket = socket;
        this.server = server;
    }

    public static FakeIncusd start(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket), 512);
        FakeIncusd daemon = new FakeIncusd(socket, server);
        Thread.ofVirtual().name("fake incusd").start(daemon::accept);
        return daemon;
    }

    public Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                Thread.ofVirtual().name("incusd connection").start(() -> serve(new Connection(client)));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Connection connection) {
        connections.add(connection);
        try (connection) {
            for (Request r = connection.read(); r != null; r = connection.read()) {
                calls.add(new Call(r.method(), r.target()));
                Reply reply;
                try {
                    faults.meet(r, connection);
                    reply = router.route(r);
                } catch (Refusal e) {
                    connection.refuse(r, e.code, e.text());
                    continue;
                } finally {
                    faults.takeOperationFailure();
                }
                connection.answer(r, reply);
                if (r.close() || reply instanceof Reply.Upgrade) {
                    return;
                }
            }
        } catch (IOException e) {
            // the client left, or a fault broke the connection
        } finally {
            connections.remove(connection);
        }
    }

    /// What came over the socket, in the order of its coming.
    public List<Call> requests() {
        return List.copyOf(calls);
    }

    public void forgetRequests() {
        calls.clear();
    }

    /// As freshly started: state, faults, handlers and the log of requests; connections stay open.
    public void reset() {
        faults.clear();
        world.reset();
        operations.clear();
        exec.reset();
        calls.clear();
    }

    /// Does a request without the socket, and waits for the operation it may start: to arrange a test and to
    /// look at its outcome. It is not logged and meets no fault.
    ///
    /// @param target path and query
    /// @param json   the body, empty for none
    /// @return the answer's metadata
    /// @throws AssertionError when the daemon refuses
    public JsonNode does(String method, String target, String json) {
        int mark = target.indexOf('?');
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : (mark < 0 ? "" : target.substring(mark + 1)).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        String path = mark < 0 ? target : target.substring(0, mark);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        try {
            Reply reply = router.route(new Request("HTTP/1.1", method, target, path, query, Map.of(), body));
            if (reply instanceof Reply.Async async) {
                JsonNode end = async.operation().await(60);
                if (end.path("type").asText().equals("error")) {
                    throw new AssertionError(
                            method + " " + target + ": " + end.path("error").asText());
                }
                return end.path("metadata");
            }
            return reply instanceof Reply.Sync sync && sync.metadata() != null ? sync.metadata() : Json.object();
        } catch (Refusal e) {
            throw new AssertionError(method + " " + target + ": " + e.code + " " + e.text(), e);
        }
    }

    /// [#does] a GET.
    public JsonNode get(String target) {
        return does("GET", target, "");
    }

    /// What commands do in the containers; a handler that answers null leaves the command to the built-in one
    /// (true, false, echo, cat, env, pwd, sleep, id, `sh -c "exit N"`).
    public void onExec(ExecHandler handler) {
        exec.handler.set(handler.orElse(new TinyContainer()));
    }

    /// How long a command waits for its websockets (5 s, as the daemon).
    public void execPatience(Duration patience) {
        exec.patience.set(patience);
    }

    /// Adds a local image to the default project.
    public void image(String alias, Map<String, String> properties) {
        world.image("default", alias, properties);
    }

    /// Adds what Incus keeps of an image of the image server: it has no alias here.
    public void cachedImage(String source) {
        synchronized (world) {
            World.Image image = world.image("default", source, Map.of());
            image.aliases.clear();
            image.source = source;
        }
    }

    /// Which paths the host has; the default is to look.
    public void hostPaths(Predicate<Path> exists) {
        synchronized (world) {
            world.hostPaths = exists;
        }
    }

    /// The bridges of the host (`br0`).
    public void bridges(String... names) {
        synchronized (world) {
            world.bridges.clear();
            world.bridges.addAll(List.of(names));
        }
    }

    /// The storage pools (`default`), all of driver dir.
    public void pools(String... names) {
        synchronized (world) {
            world.pools.clear();
            List.of(names).forEach(n -> world.pools.put(n, "dir"));
        }
    }

    /// Makes it a cluster of these members, all online, of which it is the first.
    public void members(String... names) {
        synchronized (world) {
            world.members.clear();
            List.of(names).forEach(name -> world.members.put(name, "Online"));
        }
    }

    /// A member that the others do not hear.
    public void offline(String member) {
        synchronized (world) {
            world.members.put(member, "Offline");
        }
    }

    public void version(String version) {
        synchronized (world) {
            world.version = version;
        }
    }

    /// The instance does not stop unless forced.
    public void ignoresShutdown(String project, String instance) {
        synchronized (world) {
            world.instance(project, instance).ignoresShutdown = true;
        }
    }

    /// Sets the status as it is shown (`Running`, `Stopped`, `Frozen`, `Error`).
    public void status(String project, String instance, String status) {
        synchronized (world) {
            world.instance(project, instance).status = status;
        }
    }

    public void snapshot(String project, String instance, String name) {
        synchronized (world) {
            World.Instance one = world.instance(project, instance);
            one.snapshots.put(name, World.Snapshot.of(one));
        }
    }

    /// The content of the instance's `lxc.log`.
    public void log(String project, String instance, String text) {
        synchronized (world) {
            world.instance(project, instance).log = text;
        }
    }

    /// Operations take so long from now on, in twenty steps of progress.
    public void pace(Duration time) {
        operations.pace(time);
    }

    /// Requests with such a path are never answered (until [#reset] or [#close], which hang up).
    public void stall(String path) {
        faults.stall(path);
    }

    /// The connection breaks after so many bytes of the next answer for such a path, its head included.
    public void dropAfter(String path, int bytes) {
        faults.cut(path, bytes);
    }

    /// The next such request is refused with this status and error text, and does nothing.
    public void failNext(String method, String path, int status, String error) {
        faults.fail(method, path, status, error);
    }

    /// The operation that the next such request starts fails, and does nothing: its wait answers 200 with
    /// this error.
    public void failWait(String method, String path, int status, String error) {
        faults.failWait(method, path, status, error);
    }

    /// Requests with such a path are answered so much later.
    public void delay(String path, Duration time) {
        faults.delay(path, time);
    }

    /// Requests with such a path are answered with these bytes, and the connection is closed.
    public void raw(String path, String answer) {
        faults.raw(path, answer);
    }

    /// Runs before the next such request is handled, for instance to let another client be quicker.
    public void before(String method, String path, Runnable action) {
        faults.before(method, path, action);
    }

    /// Breaks all connections, and returns when they are gone; the daemon goes on.
    public void hangUp() {
        connections.forEach(FakeIncusd::close);
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!connections.isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it was gone already
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        faults.clear();
        hangUp();
        world.reset();
        Files.deleteIfExists(socket);
    }
}
