package dev.repoman.incus.fake;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The server's end of a websocket (RFC 6455). Pings are answered while somebody reads; like the daemon's it
/// answers a close frame with the same one and hangs up, and refuses frames that are not masked.
final class WebSocket implements Closeable {
    /// A whole message; `CLOSED` for a close frame or a connection that is gone.
    record Message(Kind kind, byte[] data) {}

    enum Kind {
        TEXT,
        BINARY,
        CLOSED
    }

    private static final Message CLOSED = new Message(Kind.CLOSED, new byte[0]);
    private final DataInputStream in;
    private final OutputStream out;
    private final Closeable connection;

    WebSocket(InputStream in, OutputStream out, Closeable connection) {
        this.in = new DataInputStream(in);
        this.out = out;
        this.connection = connection;
    }

    static String accept(String key) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Message read() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int kind = 0;
        try {
            while (true) {
                int first = in.readUnsignedByte();
                int opcode = first & 0x0f;
                byte[] payload = payload();
                switch (opcode) {
                    case 0x8 -> {
                        frame(0x8, payload);
                        close();
                        return CLOSED;
                    }
                    case 0x9 -> frame(0xa, payload);
                    case 0xa -> {}
                    default -> {
                        kind = opcode == 0 ? kind : opcode;
                        message.write(payload);
                        if ((first & 0x80) != 0) {
                            return new Message(kind == 1 ? Kind.TEXT : Kind.BINARY, message.toByteArray());
                        }
                    }
                }
            }
        } catch (IOException e) {
            close();
            return CLOSED;
        }
    }

    private byte[] payload() throws IOException {
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if ((second & 0x80) == 0) {
            frame(0x8, reason(1002, "bad MASK"));
            throw new EOFException("unmasked");
        }
        byte[] mask = in.readNBytes(4);
        byte[] data = new byte[Math.toIntExact(length)];
        in.readFully(data);
        for (int i = 0; i < data.length; i++) {
            data[i] ^= mask[i & 3];
        }
        return data;
    }

    private static byte[] reason(int code, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) code)
                .put(bytes)
                .array();
    }

    void binary(byte[] data, int offset, int length) throws IOException {
        frame(0x2, java.util.Arrays.copyOfRange(data, offset, offset + length));
    }

    /// The daemon's end of a stream: an empty text message.
    void end() throws IOException {
        frame(0x1, new byte[0]);
    }

    void ping() throws IOException {
        frame(0x9, "keepalive".getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int opcode, byte[] data) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(10 + data.length).put((byte) (0x80 | opcode));
        if (data.length < 126) {
            frame.put((byte) data.length);
        } else if (data.length < 65536) {
            frame.put((byte) 126).putShort((short) data.length);
        } else {
            frame.put((byte) 127).putLong(data.length);
        }
        frame.put(data);
        synchronized (out) {
            out.write(frame.array(), 0, frame.position());
            out.flush();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            // it was gone already
        }
    }
}
