package dev.repoman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Files that hold what the program is expected to make. `-Dupdate.goldens=true` writes them again, and fails
/// that run.
public final class Golden {
    private Golden() {}

    /// @param path below the project's folder
    public static void check(String path, String text) {
        checkAll(Path.of(path).getParent(), Map.of(Path.of(path).getFileName().toString(), text), "");
    }

    /// @param suffix files of that name in `folder` that are not in `files` are stale; empty to let others be
    public static void checkAll(Path folder, Map<String, String> files, String suffix) {
        try {
            if (Boolean.getBoolean("update.goldens")) {
                write(folder, files, suffix);
                fail(folder + " was written again; look at the difference, and run this without update.goldens");
            }
            if (!suffix.isEmpty()) {
                assertThat(names(folder, suffix)).containsExactlyInAnyOrderElementsOf(files.keySet());
            }
            for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
                Path path = folder.resolve(file.getKey());
                assertThat(path).as("written by -Dupdate.goldens=true").exists();
                assertThat(file.getValue()).as(path.toString()).isEqualTo(Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path folder, Map<String, String> files, String suffix) throws IOException {
        Files.createDirectories(folder);
        for (String old : suffix.isEmpty() ? List.<String>of() : names(folder, suffix)) {
            Files.delete(folder.resolve(old));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static List<String> names(Path folder, String suffix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .toList();
        }
    }
}
