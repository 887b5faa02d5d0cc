package dev.repoman.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is mounted at a path or below it: other file systems, and bind mounts, which have the same device number.
public final class Mounts {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");

    private Mounts() {}

    /// @param folder its links resolved; a file can be a mount point too
    /// @return mount points at it and below it
    public static List<Path> below(Path folder) throws IOException {
        return below(folder, Files.readAllLines(TABLE, UTF_8));
    }

    /// @param lines the fifth field is the mount point, with spaces and the like in octal
    static List<Path> below(Path folder, List<String> lines) {
        List<Path> below = new ArrayList<>();
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length > 4) {
                Path mount = Path.of(fields[4]
                        .replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"));
                if (mount.startsWith(folder)) {
                    below.add(mount);
                }
            }
        }
        return below;
    }
}
