package dev.repoman.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.repoman.hermes.SeedList.Verdict;
import dev.repoman.plan.SeedDifference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A container's copy, read from the host. Whoever is in the container may plant a link in it: none is followed.
final class DataFolder {
    private static final int CHUNK = 64 * 1024;

    private final Path folder;

    DataFolder(Path folder) {
        this.folder = folder;
    }

    /// @param files of the host's seed
    /// @return those that are missing here, or differ
    List<SeedDifference> differences(HostData host, List<String> files) throws IOException {
        List<SeedDifference> differences = new ArrayList<>();
        for (String file : files) {
            try (InputStream there = open(file)) {
                if (there == null) {
                    differences.add(new SeedDifference(file, true, List.of()));
                    continue;
                }
                try (InputStream wanted = host.open(file)) {
                    if (HostData.isEnv(file)) {
                        byte[] before = there.readAllBytes();
                        byte[] after = wanted.readAllBytes();
                        if (!Arrays.equals(before, after)) {
                            differences.add(new SeedDifference(file, false, names(before, after)));
                        }
                    } else if (!same(there, wanted)) {
                        differences.add(new SeedDifference(file, false, List.of()));
                    }
                }
            }
        }
        return differences;
    }

    private static List<String> names(byte[] before, byte[] after) {
        Map<String, String> old = EnvFile.variables(new String(before, ISO_8859_1));
        Map<String, String> now = EnvFile.variables(new String(after, ISO_8859_1));
        Set<String> all = new TreeSet<>(old.keySet());
        all.addAll(now.keySet());
        return all.stream()
                .filter(name -> !Objects.equals(old.get(name), now.get(name)))
                .toList();
    }

    private static boolean same(InputStream a, InputStream b) throws IOException {
        while (true) {
            byte[] left = a.readNBytes(CHUNK);
            byte[] right = b.readNBytes(CHUNK);
            if (!Arrays.equals(left, right)) {
                return false;
            }
            if (left.length < CHUNK) {
                return true;
            }
        }
    }

    /// @return null where there is no such file, or something else in its place
    private @Nullable InputStream open(String file) throws IOException {
        try (SecureDirectoryStream<Path> root = SafeDelete.open(folder)) {
            return open(root, file.split("/"), 0);
        }
    }

    private static @Nullable InputStream open(SecureDirectoryStream<Path> at, String[] steps, int i)
            throws IOException {
        Path name = Path.of(steps[i]);
        BasicFileAttributes is;
        try {
            is = at.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException _) {
            return null;
        }
        if (i == steps.length - 1) {
            return is.isRegularFile()
                    ? Channels.newInputStream(
                            at.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))
                    : null;
        }
        if (!is.isDirectory()) {
            return null;
        }
        try (SecureDirectoryStream<Path> inside = at.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return open(inside, steps, i + 1);
        }
    }

    /// @return files that the seed list covers, and that are here and not in `files`
    List<String> onlyHere(List<String> seedList, List<String> files) throws IOException {
        List<String> here = new ArrayList<>();
        try (SecureDirectoryStream<Path> root = SafeDelete.open(folder)) {
            walk(root, "", seedList, here);
        }
        here.removeAll(Set.copyOf(files));
        Collections.sort(here);
        return here;
    }

    private static void walk(SecureDirectoryStream<Path> at, String path, List<String> seedList, List<String> found)
            throws IOException {
        List<Path> names = new ArrayList<>();
        at.forEach(entry -> names.add(entry.getFileName()));
        for (Path name : names) {
            String inside = path + name;
            BasicFileAttributes is = at.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (SeedList.verdict(inside, seedList) != Verdict.COPY) {
                continue;
            }
            if (is.isRegularFile()) {
                found.add(inside);
            } else if (is.isDirectory()) {
                try (SecureDirectoryStream<Path> deeper = at.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    walk(deeper, inside + "/", seedList, found);
                }
            }
        }
    }
}
