package dev.repoman.host;

import dev.repoman.file.Reasons;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// `$XDG_STATE_HOME/repoman/bundles`, private: the history of a repository in a volume, while it is on its way between
/// the container and the host.
@ApplicationScoped
public class BundleFile {
    private final Path bundles;

    public BundleFile(HostEnvironment env, HostUser user) {
        bundles = env.stateHome(user.home()).resolve("repoman").resolve("bundles");
    }

    /// Deleted when it is closed.
    ///
    /// @param folder which has nothing else
    public record Open(String folder, String path) implements AutoCloseable {
        public OutputStream out() throws IOException {
            return Files.newOutputStream(Path.of(path));
        }

        public InputStream in() throws IOException {
            return Files.newInputStream(Path.of(path), LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void close() throws IOException {
            Trees.delete(Path.of(folder));
        }
    }

    public String folder() {
        return bundles.toString();
    }

    /// One that a killed run left is replaced: the caller holds the project's lock.
    public Open create(ProjectName project) throws IOException {
        Path folder = bundles.resolve(project.value());
        Files.createDirectories(
                bundles, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (Files.exists(folder)) {
            Trees.delete(folder);
        }
        Files.createDirectory(folder);
        String real = folder.toRealPath().toString();
        return new Open(real, real + "/bundle");
    }

    public RepomanException failed(IOException e) {
        return new RepomanException(
                Fault.FAILED,
                "cannot write to " + bundles + ": " + Reasons.of(e),
                "see its owner and mode, and the room on its disk: ls -ld " + bundles,
                e);
    }
}
