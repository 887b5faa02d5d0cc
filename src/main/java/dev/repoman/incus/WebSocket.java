package dev.repoman.incus;

import dev.repoman.incus.Transport.Connection;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/// The client's side of RFC 6455 over a [Transport]: enough for the streams of `exec`, and of copies. Incus
/// requires masked frames from a client, as the RFC does; without a proxy in between, the mask need not be
/// unpredictable.
final class WebSocket implements Closeable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    /// A stream may be silent for as long as its process is.
    private static final Duration FOREVER = Duration.ofDays(365);

    /// Those of the streams that daemons exchange are much smaller.
    private static final int LARGEST_FRAME = 64 << 20;

    private final Connection channel;
    private final Random masks = new Random();

    private WebSocket(Connection channel) {
        this.channel = channel;
    }

    static WebSocket open(Transport transport, String path, Duration timeout) throws IOException {
        HttpConnection http = HttpConnection.open(transport, timeout);
        try {
            return new WebSocket(http.upgrade(
                    path,
                    Map.of(
                            "Connection", "Upgrade",
                            "Upgrade", "websocket",
                            "Sec-WebSocket-Version", "13",
                            "Sec-WebSocket-Key", "cmVwb21hbi1yZXBvbWFuLQ=="),
                    timeout));
        } catch (IOException e) {
            http.close();
            throw e;
        }
    }

    /// Sends one message in one frame.
    void send(int opcode, byte[] data, int length) throws IOException {
        frame(0x80 | opcode, data, length);
    }

    /// @param head the first byte of the frame
    private void frame(int head, byte[] data, int length) throws IOException {
        byte[] mask = new byte[4];
        masks.nextBytes(mask);
        ByteBuffer frame = ByteBuffer.allocate(length + 14).put((byte) head);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length < 1 << 16) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        frame.put(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (data[i] ^ mask[i & 3]));
        }
        synchronized (channel) {
            channel.write(frame.flip(), deadline());
        }
    }

    /// The reader of the copy has closed it.
    static final class ReaderGone extends IOException {
        private static final long serialVersionUID = 1;

        ReaderGone(IOException cause) {
            super(cause);
        }
    }

    /// Copies every message to `out` until the daemon ends the stream: with a close frame, by closing the
    /// connection, or by a reset if something of ours was unread. The operation tells whether all went well.
    ///
    /// @throws ReaderGone if `out` is closed
    void copyTo(OutputStream out) throws ReaderGone {
        try {
            copyMessages(out);
        } catch (ReaderGone e) {
            throw e;
        } catch (IOException _) {
            // the end of the stream
        }
    }

    private void copyMessages(OutputStream out) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        while (true) {
            int opcode = channel.read(deadline()) & 0x0f;
            long left = readLength();
            if (opcode == CLOSE) {
                return;
            }
            if (opcode == PING) {
                byte[] data = new byte[(int) left];
                channel.readFully(data, deadline());
                pong(data);
                continue;
            }
            while (left > 0) {
                int n = channel.read(buffer, 0, (int) Math.min(left, buffer.length), deadline());
                if (opcode != PONG) {
                    write(out, buffer, n);
                }
                left -= n;
            }
        }
    }

    /// Passes on every frame, the ends of streams included, until one of the two daemons ends the connection. Their
    /// operations tell whether all went well.
    void passTo(WebSocket other) {
        try {
            for (int head = channel.read(deadline()); ; head = channel.read(deadline())) {
                byte[] data = new byte[frameLength()];
                channel.readFully(data, deadline());
                switch (head & 0x0f) {
                    case PING -> pong(data);
                    case PONG -> {}
                    default -> other.frame(head, data, data.length);
                }
            }
        } catch (IOException _) {
            // the end of the stream
        }
    }

    private int frameLength() throws IOException {
        long length = readLength();
        if (length < 0 || length > LARGEST_FRAME) {
            throw new ProtocolException("a frame of " + length + " bytes");
        }
        return (int) length;
    }

    private static void write(OutputStream out, byte[] bytes, int length) throws ReaderGone {
        try {
            out.write(bytes, 0, length);
            out.flush();
        } catch (IOException e) {
            throw new ReaderGone(e);
        }
    }

    /// The daemon pings a stream that it may have ended already; the rest of the stream has to be read all
    /// the same.
    private void pong(byte[] data) {
        try {
            send(PONG, data, data.length);
        } catch (IOException _) {
            // the end of the stream reports it
        }
    }

    private long readLength() throws IOException {
        int length = channel.read(deadline()) & 0x7f;
        if (length < 126) {
            return length;
        }
        byte[] wide = new byte[length == 126 ? 2 : 8];
        channel.readFully(wide, deadline());
        long value = 0;
        for (byte b : wide) {
            value = value << 8 | b & 0xff;
        }
        return value;
    }

    private static long deadline() {
        return System.nanoTime() + FOREVER.toNanos();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
