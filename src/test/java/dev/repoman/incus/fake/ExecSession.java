package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The websockets of a command. As on the daemon:
///
/// - The command starts when all but `control` are connected; after five seconds without that the operation
///   fails.
/// - Output is binary messages. Any text message, a close frame or a lost connection on 0 ends stdin; an
///   empty binary message does not.
/// - `control` takes `{"command":"signal","signal":15}` and `{"command":"window-resize",…}`, binary or text.
///   When the client leaves it, the command is killed (137).
/// - At the end 1 and 2 get an empty text message, then all are hung up without a close frame; the operation
///   ends after that. An interactive command's operation ends only when the client leaves 0.
final class ExecSession {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, WebSocket> sockets = new ConcurrentHashMap<>();
    private final boolean interactive;
    private final CountDownLatch required;
    private final CountDownLatch controlled = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final Pipe stdin = new Pipe();
    private final ExecRun run;
    private volatile boolean over;

    ExecSession(ExecRun run, boolean interactive) {
        this.run = run;
        this.interactive = interactive;
        List<String> names = interactive ? List.of("0", "control") : List.of("0", "1", "2", "control");
        names.forEach(name -> secrets.put(name, secret()));
        required = new CountDownLatch(names.size() - 1);
    }

    private static String secret() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Map<String, String> secrets() {
        return secrets;
    }

    /// Takes the connection that knows one of the secrets.
    Reply connect(Request request) {
        String secret = request.query().getOrDefault("secret", "");
        if (secret.isEmpty()) {
            throw Refusal.failed("missing secret");
        }
        for (Map.Entry<String, String> e : secrets.entrySet()) {
            if (e.getValue().equals(secret) && !sockets.containsKey(e.getKey())) {
                return new Reply.Upgrade(socket -> serve(e.getKey(), socket));
            }
        }
        throw new Refusal(403, "Forbidden");
    }

    private void serve(String name, WebSocket socket) {
        sockets.put(name, socket);
        if (over && !name.equals("0")) {
            socket.close(); // too late: the command has ended
        }
        try {
            socket.ping();
        } catch (IOException e) {
            socket.close();
        }
        if (name.equals("control")) {
            controlled.countDown();
        } else {
            required.countDown();
        }
        for (WebSocket.Message m = socket.read(); m.kind() != WebSocket.Kind.CLOSED; m = socket.read()) {
            take(name, m);
        }
        gone(name);
    }

    private void take(String name, WebSocket.Message message) {
        try {
            if (name.equals("0") && message.kind() == WebSocket.Kind.TEXT) {
                stdin.end();
            } else if (name.equals("0")) {
                stdin.put(message.data());
            } else if (name.equals("control")) {
                control(message.data());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void control(byte[] data) {
        try {
            JsonNode command = Json.MAPPER.readTree(data);
            if (command.path("command").asText().equals("signal")) {
                run.kill(command.path("signal").asInt());
            }
        } catch (IOException e) {
            // the daemon goes over what it does not understand
        }
    }

    private void gone(String name) {
        try {
            if (name.equals("0")) {
                stdin.end();
                left.countDown();
            } else if (name.equals("control") && !over) {
                run.kill(9);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void perform(Operation operation, ExecRun.Command command, Duration patience) {
        try {
            if (!required.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                over = true;
                sockets.values().forEach(WebSocket::close);
                throw Refusal.failed("Timed out waiting for websockets to connect");
            }
            // a real command takes some 20 ms to start, and a client may connect control last: on a busy machine later
            controlled.await(1, TimeUnit.SECONDS);
            OutputStream out = new Stream(interactive ? "0" : "1");
            OutputStream err = interactive ? out : new Stream("2");
            int exit = run.run(command, stdin, out, err);
            over = true;
            stdin.abandon();
            hangUp();
            ExecApi.conclude(operation, exit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.failed("interrupted");
        }
    }

    private void hangUp() throws InterruptedException {
        for (String name : interactive ? List.of("0") : List.of("1", "2")) {
            try {
                sockets.get(name).end();
            } catch (IOException e) {
                // the client left before the end of the output
            }
        }
        WebSocket control = sockets.get("control");
        if (control != null) {
            control.close();
        }
        if (interactive) {
            left.await();
        }
        sockets.values().forEach(WebSocket::close);
    }

    ObjectNode metadata(ExecRun.Command command) {
        ObjectNode node = Json.object();
        node.set("command", Json.tree(command.words()));
        node.set("environment", Json.tree(command.env()));
        node.set("fds", Json.tree(secrets));
        return node.put("interactive", interactive);
    }

    /// Output to the client, in messages of at most 32 KiB. A client that left loses it, the command goes on.
    private final class Stream extends OutputStream {
        private static final int LARGEST = 32768;
        private final String name;

        Stream(String name) {
            this.name = name;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            try {
                for (int at = 0; at < length; at += LARGEST) {
                    sockets.get(name).binary(data, offset + at, Math.min(LARGEST, length - at));
                }
            } catch (IOException e) {
                // see above
            }
        }
    }
}
