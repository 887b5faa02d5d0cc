package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The git folder of a repository, read as files. Nobody is trusted here: only regular files of a sane size are opened,
/// and what they say leads nowhere but below the folder that git itself would look in.
///
/// @param own that of this work tree: HEAD and the index
/// @param common that of all work trees: refs, objects and config
record GitFolder(Path own, Path common) {
    private static final long SMALL = 4096;
    private static final long REFS = 32 << 20;
    private static final int LINKS = 5;

    /// @return the one of that work tree, or empty where it is no repository
    static Optional<GitFolder> of(Path worktree) throws IOException {
        Path at = worktree.resolve(".git");
        Path own = at;
        if (Files.isRegularFile(at)) {
            String text = text(at, SMALL);
            if (text == null || !text.startsWith("gitdir:")) {
                return Optional.empty();
            }
            own = resolved(worktree, text.substring("gitdir:".length()));
        }
        if (!Files.isRegularFile(own.resolve("HEAD"))) {
            return Optional.empty();
        }
        String elsewhere = text(own.resolve("commondir"), SMALL);
        return Optional.of(new GitFolder(own, elsewhere == null ? own : resolved(own, elsewhere)));
    }

    private static Path resolved(Path base, String text) throws IOException {
        try {
            return base.resolve(text.strip()).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("its .git names no path", e);
        }
    }

    /// @param branch its full name (`refs/heads/main`), or null where HEAD is detached
    /// @param commit null before the first one
    record Head(@Nullable String branch, @Nullable String commit) {}

    Head head() throws IOException {
        String text = text(own.resolve("HEAD"), SMALL);
        if (text != null && text.startsWith("ref:")) {
            String ref = text.substring("ref:".length()).strip();
            if (!isRef(ref) || ref.endsWith("/.invalid")) {
                throw new IOException("its refs are in a form that repoman does not read");
            }
            return new Head(ref, commit(ref));
        }
        if (text == null || !isHash(text.strip())) {
            throw new IOException("its HEAD names no commit");
        }
        return new Head(null, text.strip());
    }

    /// @return what a ref names, or null where there is no such ref
    @Nullable
    String commit(String ref) throws IOException {
        String at = ref;
        for (int i = 0; i < LINKS && isRef(at); i++) {
            String text = text(common.resolve(at), SMALL);
            if (text == null) {
                return packed(at);
            }
            String value = text.strip();
            if (!value.startsWith("ref:")) {
                return isHash(value) ? value : null;
            }
            at = value.substring("ref:".length()).strip();
        }
        return null;
    }

    private @Nullable String packed(String ref) throws IOException {
        String all = text(common.resolve("packed-refs"), REFS);
        return all == null
                ? null
                : all.lines()
                        .filter(line -> line.endsWith(" " + ref))
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .filter(GitFolder::isHash)
                        .findFirst()
                        .orElse(null);
    }

    static boolean isHash(String text) {
        return text.matches("[0-9a-f]{40}|[0-9a-f]{64}");
    }

    private static boolean isRef(String ref) {
        return ref.matches("refs/[^\\x00-\\x20~^:?*\\[\\\\\\x7f]+") && !ref.contains("..") && !ref.contains("//");
    }

    /// @return null where there is no such regular file; a pipe would never end
    static @Nullable String text(Path file, long most) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        if (Files.size(file) > most) {
            throw new IOException(file + " is too large");
        }
        return new String(Files.readAllBytes(file), UTF_8);
    }
}
