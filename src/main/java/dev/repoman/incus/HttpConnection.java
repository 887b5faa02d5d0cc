package dev.repoman.incus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Transport.Connection;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// HTTP/1.1 over a unix socket, as far as Incus uses it: one request after the other on one kept-alive
/// connection, answers with a length or in chunks. The JDK's client does not support unix sockets, and a
/// plain channel needs no registration in a native image.
final class HttpConnection implements Closeable {
    /// A larger answer is a bug somewhere; a daemon with 10,000 instances stays far below.
    private static final int MOST_BYTES = 256 << 20;

    private final Connection channel;
    private boolean reusable = true;

    private HttpConnection(Connection channel) {
        this.channel = channel;
    }

    static HttpConnection open(Transport transport, Duration connectTimeout) throws IOException {
        return new HttpConnection(transport.connect(connectTimeout));
    }

    /// @param headers names in lower case
    record Response(int status, Map<String, String> headers, byte[] body) {}

    /// Sends one request and reads the whole answer.
    ///
    /// @param path with its query
    /// @param headers besides Host, Content-Type and Content-Length
    Response exchange(String method, String path, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        reusable = false; // until the whole answer is read
        send(method, path, headers, body, deadline);
        Response head = readHead(deadline);
        byte[] content = readBody(head.headers(), deadline);
        reusable = !"close".equalsIgnoreCase(head.headers().getOrDefault("connection", ""));
        return new Response(head.status(), head.headers(), content);
    }

    /// Asks for a protocol switch.
    ///
    /// @return the channel, positioned after the answer's head
    Connection upgrade(String path, Map<String, String> headers, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        reusable = false;
        send("GET", path, headers, new byte[0], deadline);
        Response head = readHead(deadline);
        if (head.status() != 101) {
            throw new IOException("no protocol switch: HTTP " + head.status() + " "
                    + new String(readBody(head.headers(), deadline), UTF_8).strip());
        }
        return channel;
    }

    /// A daemon closes a connection that is idle for half a minute, for example during a question.
    boolean reusable() {
        return reusable && channel.isQuiet();
    }

    private void send(String method, String path, Map<String, String> headers, byte[] body, long deadline)
            throws IOException {
        StringBuilder head = new StringBuilder(256)
                .append(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: incus\r\nUser-Agent: repoman\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] bytes = head.append("\r\n").toString().getBytes(ISO_8859_1);
        channel.write(
                ByteBuffer.allocate(bytes.length + body.length)
                        .put(bytes)
                        .put(body)
                        .flip(),
                deadline);
    }

    private Response readHead(long deadline) throws IOException {
        String status = readLine(deadline);
        String[] parts = status.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
            throw new ProtocolException("it does not speak HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = readLine(deadline); !line.isEmpty(); line = readLine(deadline)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Response(Integer.parseInt(parts[1]), headers, new byte[0]);
    }

    private byte[] readBody(Map<String, String> headers, long deadline) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(deadline); chunk.length > 0; chunk = readChunk(deadline)) {
                body.writeBytes(chunk);
                checkSize(body.size());
            }
            while (!readLine(deadline).isEmpty()) {
                // trailers are ignored
            }
            return body.toByteArray();
        }
        byte[] body = new byte[checkSize(parse(headers.getOrDefault("content-length", "0"), 10))];
        channel.readFully(body, deadline);
        return body;
    }

    private byte[] readChunk(long deadline) throws IOException {
        String size = readLine(deadline);
        int semicolon = size.indexOf(';');
        byte[] chunk = new byte[checkSize(parse(semicolon < 0 ? size : size.substring(0, semicolon), 16))];
        if (chunk.length > 0) {
            channel.readFully(chunk, deadline);
            readLine(deadline);
        }
        return chunk;
    }

    private static long parse(String number, int radix) throws IOException {
        try {
            return Long.parseLong(number.strip(), radix);
        } catch (NumberFormatException _) {
            throw new ProtocolException("the length of its answer is not a number");
        }
    }

    private static int checkSize(long size) throws IOException {
        if (size < 0 || size > MOST_BYTES) {
            throw new ProtocolException("its answer has " + size + " bytes");
        }
        return (int) size;
    }

    private String readLine(long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        for (int b = channel.read(deadline); b != '\n'; b = channel.read(deadline)) {
            if (line.size() > 64 * 1024) {
                throw new ProtocolException("a line of its answer has no end");
            }
            line.write(b);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
