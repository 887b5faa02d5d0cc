package dev.repoman.incus;

import java.io.ByteArrayOutputStream;

/// The first bytes of what a program writes.
public final class Kept extends ByteArrayOutputStream {
    private static final int MOST = 64 * 1024;

    @Override
    public synchronized void write(int b) {
        if (count < MOST) {
            super.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        super.write(bytes, from, Math.min(length, MOST - count));
    }
}
