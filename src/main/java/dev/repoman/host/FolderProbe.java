package dev.repoman.host;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.FolderFact.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Looks at a folder of the host from outside: what it is, and whether anything is in it. Nothing below it is
/// opened: it may be a tree that an agent writes.
@ApplicationScoped
public class FolderProbe {
    public FolderFact look(String path) {
        return look(path, Map.of());
    }

    /// @param trees what agents write, with the owner of each; the path to the folder must not lead through
    ///     one
    public FolderFact look(String path, Map<Path, String> trees) {
        return switch (PathWalk.walk(Path.of(path), trees.keySet())) {
            case PathWalk.Way.Real(Path real) ->
                new FolderFact(path, real.toString(), kind(real), fileSystem(real), null);
            case PathWalk.Way.Through(Path tree) -> new FolderFact(path, path, Kind.UNREADABLE, "", trees.get(tree));
        };
    }

    /// @return `path` with its symlinks resolved, as far as it exists
    public Path real(Path path) {
        return PathWalk.walk(path, List.of()) instanceof PathWalk.Way.Real(Path real) ? real : path;
    }

    /// @return whether something is there that belongs to another user
    public boolean isAnothers(String path, long uid) {
        try {
            return ((Number) Files.getAttribute(Path.of(path), "unix:uid")).longValue() != uid;
        } catch (IOException _) {
            return false;
        }
    }

    /// What a name stands for; a link is not followed.
    public enum Entry {
        MISSING,
        FILE,
        FOLDER,
        OTHER
    }

    public Entry entry(Path path) {
        try {
            BasicFileAttributes what = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return what.isRegularFile() ? Entry.FILE : what.isDirectory() ? Entry.FOLDER : Entry.OTHER;
        } catch (IOException _) {
            return Entry.MISSING;
        }
    }

    /// @return whether it has a `.git`, or is a bare repository, by the names in it
    public boolean isRepository(FolderFact folder) {
        Path real = Path.of(folder.realPath());
        return entry(real.resolve(".git")) != Entry.MISSING
                || Stream.of("HEAD", "objects", "refs").allMatch(name -> entry(real.resolve(name)) != Entry.MISSING);
    }

    /// @return `DEVICE:INODE` of what is at `path`, as `stat -c %d:%i` prints it; empty if nothing can be seen
    public String identity(String path) {
        try {
            Map<String, Object> stat = Files.readAttributes(Path.of(path), "unix:dev,ino");
            return stat.get("dev") + ":" + stat.get("ino");
        } catch (IOException _) {
            return "";
        }
    }

    /// @return the names of the folders in `path`, sorted, without hidden ones; none if it cannot be read
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

    /// @return bytes that you may still write on the file system of that path; empty if it cannot be asked
    public OptionalLong free(String path) {
        try {
            return OptionalLong.of(Files.getFileStore(Path.of(path)).getUsableSpace());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    private static Kind kind(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.MISSING;
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Kind.NOT_A_FOLDER;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return entries.iterator().hasNext() ? Kind.FOLDER : Kind.EMPTY;
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
}
