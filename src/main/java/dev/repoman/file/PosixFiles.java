package dev.repoman.file;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The real file system.
@ApplicationScoped
public class PosixFiles implements FilePort {
    /// The kernel's own limit (`path_resolution(7)`).
    private static final int MOST_LINKS = 40;
    /// Of a file that is read as a whole, in bytes; a registry of 10,000 projects has 2 MB.
    private static final int LARGEST = 16 << 20;

    private static final String SUFFIX = ".tmp";
    /// What follows the prefix in the name of a temporary file: the process that created it, and a tag.
    private static final Pattern MADE = Pattern.compile("([0-9]{1,10})-[0-9a-z]+\\.tmp");

    @Override
    public Optional<byte[]> read(Path path) throws IOException {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            if (file.isDirectory()) {
                throw new FileSystemException(path.toString(), null, "is a folder");
            }
            if (!file.isRegularFile()) { // a pipe or a device may never end
                throw new FileSystemException(path.toString(), null, "is not a plain file");
            }
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new FileSystemException(
                        path.toString(), null, "is larger than " + LARGEST / 1024 / 1024 + " MiB");
            }
            return Optional.of(content);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public Path resolve(Path path) throws IOException {
        Path at = path.toAbsolutePath();
        for (int i = 0; i < MOST_LINKS; i++) {
            if (!Files.isSymbolicLink(at)) {
                Path folder = at.getParent();
                // of a file that does not exist yet, at least the folder can be resolved
                return folder != null && Files.isDirectory(folder)
                        ? folder.toRealPath().resolve(at.getFileName())
                        : at;
            }
            at = at.resolveSibling(Files.readSymbolicLink(at));
        }
        throw new FileSystemLoopException(path.toString());
    }

    @Override
    public Optional<Look> look(Path real) throws IOException {
        try {
            Map<String, Object> a = Files.readAttributes(real, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new Look(number(a, "mode") & 07777, number(a, "uid"), number(a, "gid")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    @Override
    public void checkReplaceable(Path real) throws IOException {
        FileChannel.open(real, StandardOpenOption.WRITE).close(); // not if it is immutable
        if (Mounts.below(real).contains(real)) {
            throw new FileSystemException(real.toString(), null, "is a mount point, which cannot be replaced");
        }
    }

    private static int number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Integer n) {
            return n;
        }
        throw new IOException("the file system does not report the " + name);
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        // it may have been created since: another run does the same
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        // 0700 as the XDG base directory specification requires for folders that a program creates
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public Path createBeside(Path real, boolean secret) throws IOException {
        FileAttribute<?>[] attributes = secret
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        FileSystemException taken = new FileAlreadyExistsException(real.toString());
        for (int i = 0; i < 100; i++) {
            String tag = Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
            Path file =
                    real.resolveSibling(prefix(real) + ProcessHandle.current().pid() + "-" + tag + SUFFIX);
            try {
                return Files.createFile(file, attributes);
            } catch (FileAlreadyExistsException e) {
                taken = e;
            }
        }
        throw taken;
    }

    private static String prefix(Path real) {
        return "." + real.getFileName() + ".";
    }

    @Override
    public void sweep(Path real) throws IOException {
        Path folder = real.getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(folder, p -> p.getFileName().toString().startsWith(prefix(real)))) {
            for (Path entry : entries) {
                Matcher name = MADE.matcher(
                        entry.getFileName().toString().substring(prefix(real).length()));
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    Files.deleteIfExists(entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public void dress(Path file, Look look) throws IOException {
        Look now = look(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
        // only what differs: an ordinary user may not even set the owner that already exists
        if (now.gid() != look.gid()) {
            Files.setAttribute(file, "unix:gid", look.gid());
        }
        if (now.uid() != look.uid()) {
            Files.setAttribute(file, "unix:uid", look.uid());
        }
        Files.setAttribute(file, "unix:mode", look.mode());
    }

    @Override
    public void fill(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel open = FileChannel.open(folder, StandardOpenOption.READ)) {
            open.force(true);
        }
    }

    @Override
    public void discard(Path file) throws IOException {
        Files.deleteIfExists(file);
    }
}
