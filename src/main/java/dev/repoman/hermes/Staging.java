package dev.repoman.hermes;

import dev.repoman.host.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The files of a seed in a folder of our own that no container sees, each with its mode from the first byte.
/// From there they are moved into a data folder.
final class Staging implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> CLOSED_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;

    private Staging(Path folder) {
        this.folder = folder;
    }

    /// @param target the data folder; the staging is beside it, under a name that no project has
    static Staging of(HostData source, Path target, List<String> files) throws IOException {
        Staging staging = new Staging(target.resolveSibling("." + target.getFileName() + ".seeding"));
        staging.close(); // left by a killed run
        makeFolder(staging.folder);
        for (String file : files) {
            staging.write(source, file);
        }
        return staging;
    }

    static void makeFolders(Path folder) throws IOException {
        Files.createDirectories(folder, CLOSED_FOLDER);
    }

    static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder, CLOSED_FOLDER);
    }

    Path folder() {
        return folder;
    }

    private void write(HostData source, String file) throws IOException {
        Path to = folder.resolve(file);
        makeFolders(Objects.requireNonNull(to.getParent()));
        var mode = PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(source.isExecutable(file) ? "rwx------" : "rw-------"));
        try (InputStream in = source.open(file);
                OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                        to,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                        mode))) {
            in.transferTo(out);
        }
    }

    /// Deletes it. Only this program writes there.
    @Override
    public void close() throws IOException {
        Trees.delete(folder);
    }
}
