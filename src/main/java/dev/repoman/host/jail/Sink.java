package dev.repoman.host.jail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Receives a program's output in pieces, as they arrive. No sink keeps more than its limit, whatever the
/// program does.
@FunctionalInterface
public interface Sink {
    Sink NONE = (_, _) -> {};

    /// @param bytes valid up to `length`, and only during the call
    void take(byte[] bytes, int length);

    /// The stream has ended.
    default void end() {}

    /// Passes on each line, as UTF-8; a carriage return ends a line too, as in progress bars. Lines longer
    /// than any that our programs write are cut.
    static Sink lines(Consumer<String> to) {
        return new Lines(to);
    }

    /// A [Sink] that passes on lines.
    final class Lines implements Sink {
        private static final int LONGEST = 64 * 1024;

        private final Consumer<String> to;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> to) {
            this.to = to;
        }

        @Override
        public void take(byte[] bytes, int length) {
            int from = 0;
            for (int i = 0; i < length; i++) {
                if (bytes[i] == '\n' || bytes[i] == '\r') {
                    keep(bytes, from, i - from);
                    end();
                    from = i + 1;
                }
            }
            keep(bytes, from, length - from);
        }

        private void keep(byte[] bytes, int from, int length) {
            line.write(bytes, from, Math.min(length, LONGEST - line.size()));
        }

        @Override
        public void end() {
            if (line.size() > 0) {
                String text = line.toString(UTF_8);
                line.reset();
                to.accept(text);
            }
        }
    }

    /// Keeps the first bytes of a stream.
    final class Captured implements Sink {
        private final int most;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean cut;

        public Captured(int most) {
            this.most = most;
        }

        @Override
        public synchronized void take(byte[] bytes, int length) {
            int room = Math.min(length, most - kept.size());
            kept.write(bytes, 0, room);
            cut |= room < length;
        }

        public synchronized byte[] bytes() {
            return kept.toByteArray();
        }

        public synchronized String text() {
            return kept.toString(UTF_8);
        }

        /// @return whether there was more than is kept
        public synchronized boolean cut() {
            return cut;
        }
    }
}
