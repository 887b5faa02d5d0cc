package dev.repoman.incus.fake;

import java.io.InputStream;
import java.util.concurrent.LinkedBlockingQueue;

/// The stdin of a command: what the client sends, until it ends it. A full pipe holds the client back.
final class Pipe extends InputStream {
    private static final byte[] END = {};
    private final LinkedBlockingQueue<byte[]> queue = new LinkedBlockingQueue<>(64);
    private byte[] current = END;
    private int at;
    private boolean ended;
    private volatile boolean abandoned;

    void put(byte[] data) throws InterruptedException {
        if (data.length > 0 && !abandoned) {
            queue.put(data);
        }
    }

    void end() throws InterruptedException {
        if (!abandoned) {
            queue.put(END);
        }
    }

    /// Nobody reads any more: whoever waits to put something is let go.
    void abandon() {
        abandoned = true;
        queue.clear();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (!ended && at == current.length) {
            try {
                current = queue.take();
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                current = END;
                at = 0;
            }
            ended = current.length == 0;
        }
        if (ended) {
            return -1;
        }
        int count = Math.min(length, current.length - at);
        System.arraycopy(current, at, to, offset, count);
        at += count;
        return count;
    }
}
