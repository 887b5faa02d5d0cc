package dev.repoman.registry;

import dev.repoman.file.FilePort;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Files in memory: for tests that write thousands of times and are not about the disk.
final class MemoryFiles implements FilePort {
    private final Map<Path, byte[]> content = new HashMap<>();
    private int made;

    void put(Path path, byte[] bytes) {
        content.put(path, bytes);
    }

    @java.lang.Override
    public Optional<byte[]> read(Path path) {
        return Optional.ofNullable(content.get(path));
    }

    @java.lang.Override
    public Path resolve(Path path) {
        return path;
    }

    @java.lang.Override
    public Optional<Look> look(Path real) {
        return read(real).map(_ -> new Look(0644, 0, 0));
    }

    @java.lang.Override
    public void makeFolder(Path folder) {}

    @java.lang.Override
    public Path createBeside(Path real, boolean secret) {
        return real.resolveSibling("fresh" + made++);
    }

    @java.lang.Override
    public void sweep(Path real) {}

    @java.lang.Override
    public void dress(Path file, Look look) {}

    @java.lang.Override
    public void fill(Path file, byte[] bytes) {
        content.put(file, bytes);
    }

    @java.lang.Override
    public void rename(Path from, Path to) {
        content.put(to, content.remove(from));
    }

    @java.lang.Override
    public void checkReplaceable(Path real) {}

    @java.lang.Override
    public void forceFolder(Path folder) {}

    @java.lang.Override
    public void discard(Path file) {
        content.remove(file);
    }
}
