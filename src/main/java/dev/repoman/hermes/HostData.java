package dev.repoman.hermes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.repoman.hermes.SeedList.Verdict;
import dev.repoman.plan.HostSeed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The host's hermes data, which is only ever read. Links that stay inside are followed, because a copy must
/// not contain any; a link that leaves the folder is skipped.
final class HostData {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1\\]|0\\.0\\.0\\.0):11434");

    private final Path real;
    private final List<String> seedList;
    private final List<String> keep;

    /// @param real the data folder, its links resolved
    /// @param keep names of variables that are kept in `.env`
    HostData(Path real, List<String> seedList, List<String> keep) {
        this.real = real;
        this.seedList = List.copyOf(seedList);
        this.keep = List.copyOf(keep);
    }

    /// The result of a walk.
    private static final class Found {
        final Set<String> files = new TreeSet<>();
        final Set<String> runtime = new LinkedHashSet<>();
        final Set<String> held = new LinkedHashSet<>();
        final Set<String> skipped = new LinkedHashSet<>();
    }

    HostSeed look() throws IOException {
        Found found = new Found();
        for (String entry : seedList) {
            String path = SeedList.plain(entry);
            if (!path.isEmpty() && Files.exists(real.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                walk(path, found, new HashSet<>(Set.of(real)));
            } else if (SeedList.verdict(entry, seedList) == Verdict.RUNTIME) {
                found.runtime.add(entry);
            }
        }
        Set<String> silenced = new LinkedHashSet<>();
        List<String> loopback = new ArrayList<>();
        for (String file : found.files) {
            if (isEnv(file)) {
                silenced.addAll(filtered(file).silenced());
            } else if (name(file).equals("config.yaml")) {
                addLoopback(file, loopback);
            }
        }
        return new HostSeed(
                real.toString(),
                true,
                new ArrayList<>(found.files),
                new ArrayList<>(found.runtime),
                new ArrayList<>(found.held),
                new ArrayList<>(found.skipped),
                new ArrayList<>(silenced),
                loopback);
    }

    private void walk(String path, Found found, Set<Path> above) throws IOException {
        switch (SeedList.verdict(path, seedList)) {
            case NOT_LISTED -> {}
            case RUNTIME -> found.runtime.add(path + "/");
            case NEVER -> found.held.add(path);
            case COPY -> {
                Path at;
                try {
                    at = real.resolve(path).toRealPath();
                } catch (IOException _) {
                    found.skipped.add(path + " (a broken link)");
                    return;
                }
                if (!isInside(at)) {
                    found.skipped.add(path + " (a link to outside, or to what is never copied)");
                    return;
                }
                BasicFileAttributes is = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (is.isRegularFile()) {
                    found.files.add(path);
                } else if (is.isDirectory()) {
                    into(path, at, found, above);
                } else {
                    found.skipped.add(path + " (neither file nor folder)");
                }
            }
        }
    }

    private void into(String path, Path at, Found found, Set<Path> above) throws IOException {
        if (!above.add(at)) {
            found.skipped.add(path + " (a link to a folder above it)");
            return;
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
            entries.forEach(e -> names.add(e.getFileName().toString()));
        }
        for (String name : new TreeSet<>(names)) {
            walk(path + "/" + name, found, above);
        }
        above.remove(at);
    }

    /// A link may lead to a file under another name, and that name counts too.
    private boolean isInside(Path at) {
        if (!at.startsWith(real) || at.equals(real)) {
            return false;
        }
        String path = real.relativize(at).toString();
        return SeedList.verdict(path, List.of(path)) == Verdict.COPY;
    }

    /// @return whether its owner may execute it, as hooks are
    boolean isExecutable(String path) throws IOException {
        return Files.getPosixFilePermissions(real.resolve(path)).contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /// Opens a file of the seed for reading, as it should be in the copy.
    InputStream open(String path) throws IOException {
        if (isEnv(path)) {
            return new ByteArrayInputStream(filtered(path).text().getBytes(ISO_8859_1));
        }
        return raw(path);
    }

    private InputStream raw(String path) throws IOException {
        Path at = real.resolve(path).toRealPath();
        if (!isInside(at) || !Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " was replaced while it was read");
        }
        return Channels.newInputStream(
                Files.newByteChannel(at, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /// Reads bytes, not characters: unchanged parts must stay the same.
    private EnvFile filtered(String path) throws IOException {
        try (InputStream in = raw(path)) {
            return EnvFile.filter(new String(in.readAllBytes(), ISO_8859_1), keep);
        }
    }

    private void addLoopback(String path, List<String> loopback) throws IOException {
        try (InputStream in = raw(path)) {
            List<String> lines =
                    new String(in.readAllBytes(), ISO_8859_1).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.strip().startsWith("#") && LOOPBACK.matcher(line).find()) {
                    loopback.add(path + ":" + (i + 1));
                }
            }
        }
    }

    static boolean isEnv(String path) {
        return name(path).equals(".env") || name(path).startsWith(".env.");
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
