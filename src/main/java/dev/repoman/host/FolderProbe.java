package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.FolderFact.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks at a folder of the host. A repository is not trusted: nothing in it is run, and its `config` is only read as
/// text.
@ApplicationScoped
public class FolderProbe {
    public FolderFact look(String path) {
        Path folder = Path.of(path);
        return new FolderFact(path, real(folder).toString(), kind(folder), fileSystem(folder), originUrl(folder));
    }

    /// @return `path` with its symlinks resolved, as far as it exists
    public Path real(Path path) {
        Path rest = Path.of("");
        for (Path at = path; at != null; at = at.getParent()) {
            try {
                return at.toRealPath().resolve(rest);
            } catch (IOException _) {
                Path name = at.getFileName();
                rest = name == null ? rest : name.resolve(rest);
            }
        }
        return path;
    }

    /// @return the names of the folders in `path`, sorted, without hidden ones; none where it cannot be read
    public List<String> foldersIn(String path) {
        try (Stream<Path> entries = Files.list(Path.of(path))) {
            return entries.filter(Files::isDirectory)
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException _) {
            return List.of();
        }
    }

    private static Kind kind(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.MISSING;
        }
        if (!Files.isDirectory(folder)) {
            return Kind.NOT_A_FOLDER;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            Iterator<Path> found = entries.iterator();
            if (!found.hasNext()) {
                return Kind.EMPTY;
            }
            Path first = found.next();
            // a git init that was killed: nothing in it yet, and git itself would call it no repository
            boolean halfMade = !found.hasNext() && first.endsWith(".git") && !Files.exists(first.resolve("HEAD"));
            return halfMade ? Kind.EMPTY : Kind.FOLDER;
        } catch (IOException _) {
            return Kind.UNREADABLE;
        }
    }

    /// Of the folder, or of the nearest of its parents that exists.
    private static String fileSystem(Path folder) {
        for (Path at = folder; at != null; at = at.getParent()) {
            try {
                return Files.getFileStore(at).type();
            } catch (IOException _) {
                // not there yet
            }
        }
        return "";
    }

    /// The `url` of `[remote "origin"]` in `.git/config`.
    private static @Nullable String originUrl(Path folder) {
        List<String> lines;
        try {
            lines = Files.readAllLines(folder.resolve(".git/config"), UTF_8);
        } catch (IOException _) {
            return null;
        }
        Iterator<String> rest = lines.stream()
                .map(String::strip)
                .dropWhile(l -> !l.equals("[remote \"origin\"]"))
                .skip(1)
                .iterator();
        while (rest.hasNext()) {
            String line = rest.next();
            if (line.startsWith("[")) {
                return null;
            }
            if (line.matches("url\\s*=.*")) {
                return line.substring(line.indexOf('=') + 1).strip();
            }
        }
        return null;
    }
}
