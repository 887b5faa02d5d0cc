package dev.repoman.project;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;

/// The content of a file, whatever it is: a value, unlike an array.
public final class Bytes {
    public static final Bytes NONE = of(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    public byte[] toArray() {
        return content.clone();
    }

    public InputStream stream() {
        return new ByteArrayInputStream(content);
    }

    /// @return whether there is nothing in it but ASCII blanks and line ends
    public boolean isBlank() {
        for (byte b : content) {
            if (b < 0 || b > ' ') {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /// Never the content, which may be a secret.
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
