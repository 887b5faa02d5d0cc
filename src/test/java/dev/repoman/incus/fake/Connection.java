package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 framing of one client: keep-alive, Content-Length for bodies of at most 2048 bytes and chunks for
/// larger ones, as Go's server does it.
final class Connection implements Closeable {
    private static final int LARGEST_WHOLE_BODY = 2048;
    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    Connection(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
        this.out = Channels.newOutputStream(channel);
    }

    /// The next request, or null when the client hung up or sent what is none (it is then told so).
    @Nullable
    Request read() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ");
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            return refuse("400 Bad Request");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String l = line(); l != null && !l.isEmpty(); l = line()) {
            int colon = l.indexOf(':');
            headers.put(
                    l.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
                    l.substring(colon + 1).strip());
        }
        if (words[2].equals("HTTP/1.1") && !headers.containsKey("host")) {
            return refuse("400 Bad Request: missing required Host header");
        }
        if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
            send("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] body = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"))
                ? chunks()
                : in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        int mark = words[1].indexOf('?');
        String path = mark < 0 ? words[1] : words[1].substring(0, mark);
        return new Request(
                words[2],
                words[0],
                words[1],
                URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8),
                query(mark < 0 ? "" : words[1].substring(mark + 1)),
                headers,
                body);
    }

    private @Nullable Request refuse(String what) throws IOException {
        send(("HTTP/1.1 " + what + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n" + what)
                .getBytes(StandardCharsets.US_ASCII));
        return null;
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.putIfAbsent(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String l = line();
        return l == null ? 0 : Integer.parseInt(l.strip(), 16);
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream l = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return l.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            l.write(b);
        }
        return null;
    }

    void raw(String answer) throws IOException {
        send(answer.getBytes(StandardCharsets.UTF_8));
    }

    void refuse(Request request, int status, String message) throws IOException {
        byte[] body = Json.bytes(Json.error(status, message));
        answer(request, status, "X-Content-Type-Options: nosniff\r\n", "application/json", line(body, "\n\n"));
    }

    void answer(Request request, Reply reply) throws IOException {
        switch (reply) {
            case Reply.Sync s -> {
                String headers = (s.etag() == null ? "" : "Etag: \"" + s.etag() + "\"\r\n")
                        + (s.location() == null ? "" : "Location: " + s.location() + "\r\n");
                answer(
                        request,
                        s.status(),
                        headers,
                        "application/json",
                        line(Json.bytes(Json.sync(s.metadata())), "\n"));
            }
            case Reply.Async a -> {
                ObjectNode body = Json.object().put("type", "async").put("status", "Operation created");
                body.put("status_code", 100)
                        .put("operation", a.operation().url())
                        .put("error_code", 0);
                body.put("error", "").set("metadata", a.operation().created());
                String location = "Location: " + a.operation().url() + "\r\n";
                answer(request, 202, location, "application/json", line(Json.bytes(body), "\n"));
            }
            case Reply.Later l -> {
                send(head(200, "Connection: keep-alive\r\n", "application/json")
                        + "Transfer-Encoding: chunked\r\n\r\n");
                ObjectNode body = l.body().get();
                chunked(line(Json.bytes(body), body.path("type").asText().equals("error") ? "\n\n" : "\n"));
            }
            case Reply.Bytes b ->
                answer(
                        request,
                        200,
                        "Accept-Ranges: bytes\r\nContent-Disposition: inline;filename=" + b.fileName() + "\r\n",
                        "application/octet-stream",
                        b.content());
            case Reply.Upgrade u -> {
                send(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                + WebSocket.accept(request.headers().getOrDefault("sec-websocket-key", ""))
                                + "\r\n\r\n");
                u.session().accept(new WebSocket(in, out, channel));
            }
        }
    }

    private static byte[] line(byte[] body, String end) {
        byte[] tail = end.getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(body, body.length + tail.length);
        System.arraycopy(tail, 0, all, body.length, tail.length);
        return all;
    }

    private void answer(Request request, int status, String headers, String type, byte[] body) throws IOException {
        String head = head(status, headers, type);
        String close = request.close() ? "Connection: close\r\n" : "";
        if (body.length > LARGEST_WHOLE_BODY && type.equals("application/json")) {
            send(head + close + "Transfer-Encoding: chunked\r\n\r\n");
            chunked(body);
        } else {
            byte[] start = (head + "Content-Length: " + body.length + "\r\n" + close + "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] all = java.util.Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, all, start.length, body.length);
            send(all);
        }
    }

    private static String head(int status, String headers, String type) {
        return "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status") + "\r\nContent-Type: " + type
                + "\r\n" + headers + "Date: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)) + "\r\n";
    }

    private void chunked(byte[] body) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; at += LARGEST_WHOLE_BODY) {
            int size = Math.min(LARGEST_WHOLE_BODY, body.length - at);
            all.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            all.write(body, at, size);
            all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        all.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(all.toByteArray());
    }

    private void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private void send(byte[] bytes) throws IOException {
        if (cutAfter >= 0) {
            int size = Math.min(cutAfter, bytes.length);
            out.write(bytes, 0, size);
            cutAfter -= size;
            if (size < bytes.length || cutAfter == 0) {
                close();
                throw new IOException("cut on purpose");
            }
        } else {
            out.write(bytes);
        }
    }

    private int cutAfter = -1;

    /// From now on so many bytes are sent, then the connection breaks.
    void cutAfter(int bytes) {
        cutAfter = bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(202, "Accepted"),
            Map.entry(400, "Bad Request"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(409, "Conflict"),
            Map.entry(412, "Precondition Failed"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(503, "Service Unavailable"));
}
