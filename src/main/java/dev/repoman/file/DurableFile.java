package dev.repoman.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A file that is replaced as a whole or not at all: a reader finds either the old content or the new one, at
/// any moment and after any crash.
///
/// Links are followed first, so that a registry kept in dotfiles stays there; the temporary file lies beside
/// the real one (a rename does not cross file systems) and has its owner and mode before it has its content.
public final class DurableFile {
    private final FilePort files;

    public DurableFile(FilePort files) {
        this.files = files;
    }

    /// The new content is in place, but the disk has not confirmed its name: it may not survive a power cut.
    public static class NotForcedException extends IOException {
        NotForcedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// Replaces the file, which keeps its mode and owner; creates it, as the umask says, if it does not
    /// exist.
    ///
    /// @throws NotForcedException where only the last step failed
    /// @throws IOException what the file system refused; the old file is then as it was, and nothing is left
    ///     beside it unless the process died
    public void replace(Path path, byte[] content) throws IOException {
        replace(path, content, Optional.empty());
    }

    /// @param forNew the mode and owner of a file that does not exist yet
    public void replace(Path path, byte[] content, Optional<FilePort.Look> forNew) throws IOException {
        Target target = target(path);
        Path real = target.real();
        Optional<FilePort.Look> look = target.old().or(() -> forNew);
        try {
            files.sweep(real);
        } catch (IOException _) {
            // leftovers that cannot be deleted do no harm
        }
        Path fresh = files.createBeside(real, look.isPresent());
        try {
            if (look.isPresent()) {
                files.dress(fresh, look.get());
            }
            files.fill(fresh, content);
            files.rename(fresh, real);
        } catch (IOException | RuntimeException e) {
            try {
                files.discard(fresh);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
        Path home = real.getParent();
        if (home != null) {
            try {
                files.forceFolder(home);
            } catch (IOException e) {
                throw new NotForcedException(e);
            }
        }
    }

    /// Checks whether a replacement would be refused, before a command does something that it could not
    /// record.
    ///
    /// @throws IOException what the file system refused
    public void rehearse(Path path) throws IOException {
        Target target = target(path);
        if (target.old().isPresent()) {
            files.checkReplaceable(target.real());
        }
        files.discard(files.createBeside(target.real(), true));
    }

    /// @param real the file behind all links
    /// @param old its mode and owner, or empty if it does not exist
    private record Target(Path real, Optional<FilePort.Look> old) {}

    /// Creates the folder if it is missing.
    ///
    /// @throws IOException where the file may not be written
    private Target target(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null) {
            throw new FileSystemException(path.toString(), null, "is the root folder");
        }
        if (!Files.isSymbolicLink(path)) {
            // not for a dangling link: behind it may be a share that is not mounted
            files.makeFolder(folder);
        }
        Path real = files.resolve(path);
        Optional<FilePort.Look> old = files.look(real);
        if (old.isPresent() && Files.isDirectory(real)) {
            throw new FileSystemException(real.toString(), null, "is a folder");
        }
        if (old.isPresent() && (old.get().mode() & 0222) == 0) {
            // a rename would succeed, and so would a plain write as root; but someone removed the write bits on purpose
            throw new FileSystemException(real.toString(), null, "is read-only");
        }
        return new Target(real, old);
    }
}
