package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.setup.SetupFacts.RootFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks at the root of repositories, and at what is mounted where.
@ApplicationScoped
public class RootProbe {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final FolderProbe folders;

    public RootProbe(FolderProbe folders) {
        this.folders = folders;
    }

    /// Looks at the root of repositories.
    public RootFact look(String path) {
        FolderFact folder = folders.look(path);
        return new RootFact(folder, true, mount(folder.realPath()).point(), false);
    }

    /// @return the content of a file of root's; null where it cannot be read
    public @Nullable String text(String file) {
        try {
            return Files.readString(Path.of(file), UTF_8);
        } catch (IOException _) {
            return null;
        }
    }

    /// @param point where it is mounted
    /// @param type for example `nfs4`; empty where unknown
    /// @param nosuid whether setuid bits have no effect there
    public record Mount(String point, String type, boolean nosuid) {}

    /// The file system that holds a path, found without touching it.
    public Mount mount(String path) {
        try {
            return mount(Path.of(path), Files.readAllLines(MOUNTS, UTF_8));
        } catch (IOException _) {
            return new Mount("", "", false);
        }
    }

    /// @param lines of `mountinfo`: the fifth field is the mount point, with spaces and the like in octal;
    ///     the sixth its options; the one after ` - ` is the type
    static Mount mount(Path path, List<String> lines) {
        Path best = Path.of("/");
        String type = "";
        boolean nosuid = false;
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length > 5) {
                Path point = Path.of(unescaped(fields[4]));
                if (path.startsWith(point) && point.getNameCount() >= best.getNameCount()) {
                    best = point;
                    nosuid = List.of(fields[5].split(",")).contains("nosuid");
                    type = line.replaceFirst("^.* - ", "").replaceFirst(" .*", "");
                }
            }
        }
        return new Mount(best.toString(), type, nosuid);
    }

    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
