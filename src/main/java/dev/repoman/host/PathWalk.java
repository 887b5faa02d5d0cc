package dev.repoman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Resolves a path one name at a time, as the kernel does, and records in which folders the names are looked
/// up. Whoever can write such a folder decides where the path leads.
public final class PathWalk {
    /// The kernel's own limit (`path_resolution(7)`).
    private static final int MOST_LINKS = 40;

    private PathWalk() {}

    /// Where a path leads.
    public sealed interface Way {
        /// @param path without links, as far as it exists
        record Real(Path path) implements Way {}

        /// One of its names is looked up in that tree.
        record Through(Path tree) implements Way {}
    }

    /// @param path absolute
    /// @param trees folders that others can write; the path may lead to one, but not through it
    public static Way walk(Path path, Collection<Path> trees) {
        Deque<Path> names = new ArrayDeque<>();
        path.forEach(names::add);
        Path at = Path.of("/");
        int links = 0;
        while (!names.isEmpty()) {
            Path name = names.pop();
            if (name.toString().isEmpty() || name.toString().equals(".")) {
                continue;
            }
            Path here = at;
            if (name.toString().equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Optional<Path> through = trees.stream().filter(here::startsWith).findFirst();
            if (through.isPresent()) {
                return new Way.Through(through.get());
            }
            Path next = at.resolve(name);
            if (Files.isSymbolicLink(next) && ++links <= MOST_LINKS) {
                Path target = target(next);
                at = target.isAbsolute() ? Path.of("/") : at;
                for (Path step : reversed(target)) {
                    names.push(step);
                }
            } else if (Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
                at = next;
            } else {
                at = next;
                while (!names.isEmpty()) {
                    at = at.resolve(names.pop());
                }
            }
        }
        return new Way.Real(at.normalize());
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException _) {
            return Path.of(""); // deleted in the meantime: the folder that it was in
        }
    }

    private static List<Path> reversed(Path path) {
        Deque<Path> steps = new ArrayDeque<>();
        path.forEach(steps::push);
        return List.copyOf(steps);
    }
}
