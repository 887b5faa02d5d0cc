package dev.repoman.incus;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A connection to a unix socket whose every read and write has a deadline: a blocking `SocketChannel` has
/// none, so this one waits on selectors. One thread may read while another writes.
final class UnixChannel implements Transport.Connection {
    /// The JDK's own text, which is never translated.
    private static final String TOO_LONG = "Unix domain path too long";

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final ByteBuffer in = ByteBuffer.allocate(64 * 1024).flip();

    /// The transport over the socket at that path.
    static Transport transport(Path socket) {
        return new Transport() {
            @Override
            public Connection connect(Duration timeout) throws IOException {
                return UnixChannel.connect(socket, timeout);
            }

            @Override
            public IncusException unreachable(IOException e) {
                return IncusErrors.unreachable(socket, e);
            }
        };
    }

    private UnixChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.readable = Selector.open();
        this.writable = Selector.open();
        channel.configureBlocking(false);
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /// @throws SocketTimeoutException where the daemon's queue stayed full for that long
    static UnixChannel connect(Path socket, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.configureBlocking(false);
                channel.connect(UnixDomainSocketAddress.of(socket));
                return new UnixChannel(channel);
            } catch (IOException e) {
                channel.close();
                if (!isFull(e, socket)) {
                    throw e;
                }
                if (System.nanoTime() > deadline) {
                    throw new SocketTimeoutException("connect");
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    /// A full accept queue answers EAGAIN at once. Its text is in the user's language, and it has no class of
    /// its own; other errors of an existing socket have one.
    private static boolean isFull(IOException e, Path socket) {
        return e.getClass() == SocketException.class && !TOO_LONG.equals(e.getMessage()) && Files.exists(socket);
    }

    @Override
    public boolean isQuiet() {
        try {
            return !in.hasRemaining() && channel.read(ByteBuffer.allocate(1)) == 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void write(ByteBuffer bytes, long deadline) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.write(bytes) == 0) {
                await(writable, deadline);
            }
        }
    }

    @Override
    public int read(long deadline) throws IOException {
        fill(deadline);
        return in.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length, long deadline) throws IOException {
        fill(deadline);
        int n = Math.min(length, in.remaining());
        in.get(target, offset, n);
        return n;
    }

    private void fill(long deadline) throws IOException {
        while (!in.hasRemaining()) {
            in.clear();
            int n = channel.read(in);
            in.flip();
            if (n < 0) {
                throw new EOFException("Incus closed the connection");
            }
            if (n == 0) {
                await(readable, deadline);
            }
        }
    }

    private static void await(Selector selector, long deadline) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("no answer");
        }
        try {
            selector.select(millis);
            selector.selectedKeys().clear();
        } catch (ClosedSelectorException _) {
            throw new EOFException("closed"); // by another thread of this process, while this one waited
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        readable.close();
        writable.close();
    }
}
