package dev.repoman.incus.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The least of a client, so that a fault of the real one cannot hide one of the fake daemon.
final class RawClient implements Closeable {
    record Answer(int status, Map<String, String> headers, byte[] body) {
        JsonNode json() {
            try {
                return Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(new String(body, StandardCharsets.UTF_8), e);
            }
        }

        JsonNode metadata() {
            return json().path("metadata");
        }
    }

    /// opcode 8 is a close frame, -1 the end of the connection
    record Frame(int opcode, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    private final SocketChannel channel;
    private final DataInputStream in;
    private final OutputStream out;

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        in = new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(channel)));
        out = Channels.newOutputStream(channel);
    }

    Answer call(String method, String target, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + target + " HTTP/1.1\r\nHost: incus\r\n" + String.join("", headers)
                + (bytes.length == 0 ? "" : "Content-Length: " + bytes.length + "\r\n") + "\r\n";
        send(head + body);
        return answer();
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    Answer answer() throws IOException {
        int status = Integer.parseInt(line().split(" ")[1]);
        Map<String, String> headers = new TreeMap<>();
        for (String l = line(); !l.isEmpty(); l = line()) {
            headers.put(l.substring(0, l.indexOf(':')).toLowerCase(Locale.ROOT), l.substring(l.indexOf(':') + 2));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            for (int size = HexFormat.fromHexDigits(line()); size > 0; size = HexFormat.fromHexDigits(line())) {
                body.write(in.readNBytes(size));
                line();
            }
            line();
        } else {
            body.write(in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0"))));
        }
        return new Answer(status, headers, body.toByteArray());
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.readByte(); b != '\n'; b = in.readByte()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /// Turns this connection into a websocket of an operation.
    RawClient upgrade(String operation, String secret) throws IOException {
        send(
                "GET " + operation + "/websocket?secret=" + secret
                        + " HTTP/1.1\r\nHost: incus\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        String status = line();
        if (!status.contains(" 101 ")) {
            throw new IOException(status);
        }
        boolean accepted = false;
        for (String l = line(); !l.isEmpty(); l = line()) {
            accepted |= l.equalsIgnoreCase("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        }
        if (!accepted) {
            throw new IOException("no accept header");
        }
        return this;
    }

    void frame(int opcode, byte[] data) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(14 + data.length).put((byte) (0x80 | opcode));
        if (data.length < 126) {
            frame.put((byte) (0x80 | data.length));
        } else if (data.length < 65536) {
            frame.put((byte) (0x80 | 126)).putShort((short) data.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(data.length);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.put(mask);
        for (int i = 0; i < data.length; i++) {
            frame.put((byte) (data[i] ^ mask[i & 3]));
        }
        out.write(frame.array(), 0, frame.position());
    }

    /// The next frame that is not a ping.
    Frame frame() {
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & 0x0f;
                long length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = in.readLong();
                }
                byte[] data = in.readNBytes((int) length);
                if (opcode != 9) {
                    return new Frame(opcode, data);
                }
            }
        } catch (IOException e) {
            return new Frame(-1, new byte[0]);
        }
    }

    /// Reads binary messages up to the one that is none.
    byte[] stream() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Frame f = frame();
        for (; f.opcode == 2; f = frame()) {
            all.writeBytes(f.data);
        }
        if (f.opcode != 1 || f.data.length != 0) {
            throw new AssertionError("a stream ends with an empty text message, this one with " + f);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
