package dev.repoman.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The real file system, except that one step goes wrong: the `failing`th, from 0, counted over a whole run.
public final class FaultyFiles implements FilePort {
    /// How a step goes wrong.
    public enum Fault {
        /// It does nothing and is refused.
        REFUSED,
        /// It does half of its work, where it can be halved, and is refused.
        HALF,
        /// The process dies before it: nothing after it runs, no cleaning up either.
        DIES_BEFORE,
        /// The process dies in the middle of it.
        DIES_WITHIN,
        /// The process dies right after it.
        DIES_AFTER
    }

    /// Stands for the end of the process: no code of the product may catch it.
    public static final class Death extends Error {}

    private final FilePort real = new PosixFiles();
    private final int failing;
    private final Fault fault;
    private int steps;

    public FaultyFiles(int failing, Fault fault) {
        this.failing = failing;
        this.fault = fault;
    }

    /// @return how many steps there were
    public int steps() {
        return steps;
    }

    interface Step<T> {
        T run() throws IOException;
    }

    private <T> T step(Step<T> whole, Step<?> half) throws IOException {
        if (steps++ != failing) {
            return whole.run();
        }
        switch (fault) {
            case REFUSED -> throw new IOException("No space left on device");
            case HALF -> {
                half.run();
                throw new IOException("Input/output error");
            }
            case DIES_BEFORE -> throw new Death();
            case DIES_WITHIN -> {
                half.run();
                throw new Death();
            }
            case DIES_AFTER -> {
                whole.run();
                throw new Death();
            }
        }
        throw new IllegalStateException();
    }

    private <T> T step(Step<T> whole) throws IOException {
        return step(whole, () -> null);
    }

    @Override
    public Optional<byte[]> read(Path path) throws IOException {
        return step(() -> real.read(path));
    }

    @Override
    public Path resolve(Path path) throws IOException {
        return step(() -> real.resolve(path));
    }

    @Override
    public Optional<Look> look(Path file) throws IOException {
        return step(() -> real.look(file));
    }

    @Override
    public void checkReplaceable(Path file) throws IOException {
        step(() -> {
            real.checkReplaceable(file);
            return null;
        });
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        step(() -> {
            real.makeFolder(folder);
            return null;
        });
    }

    @Override
    public Path createBeside(Path file, boolean secret) throws IOException {
        return step(() -> real.createBeside(file, secret));
    }

    @Override
    public void sweep(Path file) throws IOException {
        step(() -> {
            real.sweep(file);
            return null;
        });
    }

    @Override
    public void dress(Path file, Look look) throws IOException {
        step(() -> {
            real.dress(file, look);
            return null;
        });
    }

    @Override
    public void fill(Path file, byte[] content) throws IOException {
        step(
                () -> {
                    real.fill(file, content);
                    return null;
                },
                () -> Files.write(file, Arrays.copyOf(content, content.length / 2)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step(() -> {
            real.rename(from, to);
            return null;
        });
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step(() -> {
            real.forceFolder(folder);
            return null;
        });
    }

    @Override
    public void discard(Path file) throws IOException {
        step(() -> {
            real.discard(file);
            return null;
        });
    }
}
