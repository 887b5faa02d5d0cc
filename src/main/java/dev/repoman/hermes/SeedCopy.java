package dev.repoman.hermes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies files of the host's data into a data folder. First they are all written beside it, where no container sees
/// them, each with its mode from its first byte; then each is moved to its place by a rename. So a run that is cut
/// short
/// leaves no half file, and the next one carries on.
///
/// The agent in the container may write to the data folder at the same time, and is not trusted: on the way to a file's
/// place no link is followed.
final class SeedCopy {
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final HostData source;
    private final Path target;
    private final boolean replace;

    /// @param target an existing folder
    /// @param replace whether what is there is replaced; else it stays
    SeedCopy(HostData source, Path target, boolean replace) {
        this.source = source;
        this.target = target;
        this.replace = replace;
    }

    static void makeFolders(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER);
    }

    static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder, FOLDER);
    }

    void run(List<String> files) throws IOException {
        // no project has such a name, so it is only ever a left-over of ours
        Path beside = target.resolveSibling("." + target.getFileName() + ".seeding");
        SafeDelete.delete(beside, true);
        makeFolder(beside);
        try {
            for (String file : files) {
                write(beside.resolve(file), file);
            }
            if (Files.isSymbolicLink(target)) {
                throw new IOException(target + " is a link");
            }
            for (String file : files) {
                try (SecureDirectoryStream<Path> root = SafeDelete.open(target)) {
                    place(root, beside, file.split("/"), 0);
                }
            }
        } finally {
            SafeDelete.delete(beside, true);
        }
    }

    private void write(Path to, String file) throws IOException {
        makeFolders(Objects.requireNonNull(to.getParent()));
        try (InputStream in = source.open(file);
                OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                        to,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        FILE))) {
            in.transferTo(out);
        }
    }

    /// @param folder the open folder that step `i` is a name in, and `beside` its twin with the new files
    private void place(SecureDirectoryStream<Path> folder, Path beside, String[] steps, int i) throws IOException {
        Path name = Path.of(steps[i]);
        boolean last = i == steps.length - 1;
        BasicFileAttributes there = look(folder, name);
        if (there == null || last && replace && !there.isDirectory()) {
            // it may have come along with a folder already
            if (Files.exists(beside.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                try (SecureDirectoryStream<Path> from = SafeDelete.open(beside)) {
                    from.move(name, folder, name);
                }
            }
        } else if (there.isDirectory() && !last) {
            try (SecureDirectoryStream<Path> inside = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                place(inside, beside.resolve(name), steps, i + 1);
            }
        } else if (replace || !last) {
            throw new IOException(String.join("/", steps) + " cannot be put into its place: " + name + " is "
                    + (there.isDirectory() ? "a folder" : there.isSymbolicLink() ? "a link" : "no folder")
                    + " in " + target);
        }
    }

    private static @Nullable BasicFileAttributes look(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
        } catch (NoSuchFileException _) {
            return null;
        }
    }
}
