package dev.repoman.incus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/// The way to a daemon. Everything above it uses HTTP and websockets over this connection.
interface Transport {
    /// @throws java.net.SocketTimeoutException where the daemon does not accept within that time
    Connection connect(Duration timeout) throws IOException;

    /// @return the daemon, as the user's `incus` configuration names it; empty for the one of this host
    default String remote() {
        return "";
    }

    /// @return the error for the user if connecting, reading or writing fails
    IncusException unreachable(IOException e);

    /// A stream of bytes in both directions, of which each read and write has a deadline of
    /// [System#nanoTime()]. One thread may read while another writes.
    interface Connection extends Closeable {
        void write(ByteBuffer bytes, long deadline) throws IOException;

        /// @return whether the other side has neither closed it nor sent anything that was not read
        boolean isQuiet();

        /// @return the next byte
        int read(long deadline) throws IOException;

        /// Reads at least one byte and at most `length`.
        int read(byte[] target, int offset, int length, long deadline) throws IOException;

        default void readFully(byte[] target, long deadline) throws IOException {
            for (int at = 0; at < target.length; ) {
                at += read(target, at, target.length - at, deadline);
            }
        }
    }
}
