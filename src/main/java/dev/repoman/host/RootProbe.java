package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.plan.BackupRootFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.SetupFacts.RootFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks at the roots of repositories and of backups. It may block for as long as the server of a share is gone.
@ApplicationScoped
public class RootProbe {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final FolderProbe folders;

    public RootProbe(FolderProbe folders) {
        this.folders = folders;
    }

    public RootFact look(String path) {
        FolderFact folder = folders.look(path);
        Path real = Path.of(folder.realPath());
        return new RootFact(
                folder, true, mount(real), Files.exists(real.resolve(BackupRootFact.MARKER)), Files.isWritable(real));
    }

    /// What is said of a folder that does not answer.
    public static RootFact silent(String path) {
        return new RootFact(new FolderFact(path, path, FolderFact.Kind.UNREADABLE, "", null), false, "", false, false);
    }

    private static String mount(Path real) {
        try {
            return mount(real, Files.readAllLines(MOUNTS, UTF_8));
        } catch (IOException _) {
            return "";
        }
    }

    /// @param lines of `mountinfo`: the fifth field is the mount point, with spaces and the like in octal
    static String mount(Path real, List<String> lines) {
        Path best = Path.of("/");
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length > 4) {
                Path mount = Path.of(unescaped(fields[4]));
                if (real.startsWith(mount) && mount.getNameCount() >= best.getNameCount()) {
                    best = mount;
                }
            }
        }
        return best.toString();
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
