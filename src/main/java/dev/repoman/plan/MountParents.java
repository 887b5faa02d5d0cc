package dev.repoman.plan;

import dev.repoman.project.Device;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Incus makes the folders that a mount point lacks, as root and before the user exists: those below the home
/// have to be given to the user. What is inside another mount belongs to the host, and is not changed.
public final class MountParents {
    private MountParents() {}

    /// @param devices all devices of the container, including those of its profiles
    /// @return absolute, outermost first
    public static List<String> of(Path home, Collection<Device> devices) {
        List<Path> mounts = devices.stream()
                .filter(d -> d.type().equals("disk"))
                .map(d -> d.option("path"))
                .filter(Objects::nonNull)
                .map(Path::of)
                .filter(path -> path.startsWith(home) && !path.equals(home))
                .toList();
        return mounts.stream()
                .flatMap(mount -> ancestors(home, mount))
                .filter(parent -> mounts.stream().noneMatch(parent::startsWith))
                .map(Path::toString)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<Path> ancestors(Path home, Path mount) {
        return Stream.iterate(
                Objects.requireNonNull(mount.getParent()),
                parent -> parent.startsWith(home) && !parent.equals(home),
                parent -> Objects.requireNonNull(parent.getParent()));
    }
}
