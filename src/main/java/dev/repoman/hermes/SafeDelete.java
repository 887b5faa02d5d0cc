package dev.repoman.hermes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Deletes a folder that others write to while we do. Every step is taken from an open folder by a name in it
/// (`openat`), so that nothing that is swapped for a link meanwhile leads out; links are deleted, never followed; what
/// is
/// mounted, or lies on another device, stays.
final class SafeDelete {
    private final Set<Path> mounts;
    private final long device;
    private final List<Path> left = new ArrayList<>();

    private SafeDelete(Set<Path> mounts, long device) {
        this.mounts = mounts;
        this.device = device;
    }

    /// @param folder a real folder, not a link
    /// @param whole whether the folder goes too
    /// @return what is mounted in it, and so stays; the folders above that stay too
    static List<Path> delete(Path folder, boolean whole) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        Path parent = folder.getParent();
        if (parent == null || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is a link, or no folder");
        }
        Path real = parent.toRealPath().resolve(folder.getFileName());
        SafeDelete run = new SafeDelete(Set.copyOf(Mounts.below(real)), device(parent));
        if (run.isMounted(real)) {
            return List.of(real);
        }
        try (SecureDirectoryStream<Path> above = open(real.getParent() == null ? real : real.getParent())) {
            Path name = real.getFileName();
            try (SecureDirectoryStream<Path> inside = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                run.empty(inside, real);
            }
            if (whole && run.left.isEmpty()) {
                above.deleteDirectory(name);
            }
        }
        Collections.sort(run.left);
        return run.left;
    }

    private void empty(SecureDirectoryStream<Path> folder, Path at) throws IOException {
        List<Path> names = new ArrayList<>();
        folder.forEach(entry -> names.add(entry.getFileName()));
        for (Path name : names) {
            PosixFileAttributeView view =
                    folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes is = view.readAttributes();
            Path path = at.resolve(name);
            if (isMounted(path)) {
                left.add(path);
            } else if (is.isDirectory()) {
                makeWritable(view, is);
                int before = left.size();
                try (SecureDirectoryStream<Path> inside = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    empty(inside, path);
                }
                if (left.size() == before) {
                    folder.deleteDirectory(name);
                }
            } else {
                folder.deleteFile(name);
            }
        }
    }

    /// A folder that its owner made read-only could not be emptied.
    private static void makeWritable(PosixFileAttributeView view, PosixFileAttributes is) {
        if (!is.permissions().containsAll(PosixFilePermissions.fromString("rwx------"))) {
            try {
                Set<PosixFilePermission> more = PosixFilePermissions.fromString("rwx------");
                view.setPermissions(more);
            } catch (IOException _) {
                // not ours: the deletion says so
            }
        }
    }

    private boolean isMounted(Path path) throws IOException {
        return mounts.contains(path) || device(path) != device;
    }

    private static long device(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:dev", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("the file system of " + folder + " cannot be worked on safely");
    }
}
