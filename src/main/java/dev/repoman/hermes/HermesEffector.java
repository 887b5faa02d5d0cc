package dev.repoman.hermes;

import dev.repoman.file.Mounts;
import dev.repoman.file.Reasons;
import dev.repoman.host.jail.Jail;
import dev.repoman.plan.Action;
import dev.repoman.plan.Undo;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Carries out the actions on a project's hermes data. It works only on folders below our own, and never
/// writes to the host's data.
@ApplicationScoped
public class HermesEffector {
    private final HermesFolders folders;

    public HermesEffector(HermesFolders folders) {
        this.folders = folders;
    }

    /// @param jail for folders that an agent can write at the same time
    public Undo apply(Action.OnHermes action, Jail jail) {
        Path folder = checked(action.path());
        try {
            return switch (action) {
                case Action.MakeHermesFolder _ -> make(folder);
                case Action.SeedHermes seed -> seed(seed, folder, jail);
                case Action.PurgeHermes _ -> {
                    empty(folder, jail);
                    Files.delete(folder);
                    yield Undo.NONE;
                }
            };
        } catch (IOException e) {
            boolean purges = action instanceof Action.PurgeHermes;
            throw new RepomanException(
                    Fault.FAILED,
                    (purges ? "cannot delete " : "cannot fill ") + folder + ": " + Reasons.of(e),
                    purges
                            ? "only root can delete what root created inside the container: sudo rm -rf --one-file-system "
                                    + folder
                            : "see the owner and the mode of the file, and the free space on the disk",
                    e);
        }
    }

    /// The plan has checked this, but a purge checks again.
    private Path checked(String path) {
        Path folder = Path.of(path);
        Path name = folder.getFileName();
        boolean ours = folders.all().equals(folder.getParent())
                && name != null
                && ProjectName.complaint(name.toString()) == null;
        if (!ours) {
            throw new IllegalArgumentException(path + " is not a data folder of a project");
        }
        return folder;
    }

    /// An empty one is created again, so that its mode is ours.
    private static Undo make(Path folder) throws IOException {
        Staging.makeFolders(Objects.requireNonNull(folder.getParent()));
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.delete(folder);
        }
        Staging.makeFolder(folder);
        return new Undo("the folder " + folder, () -> {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException _) {
                // it is not empty any more
            } catch (IOException e) {
                throw new RepomanException(
                        Fault.FAILED,
                        "cannot remove " + folder + ": " + Reasons.of(e),
                        "see its owner and mode: ls -ld " + folder,
                        e);
            }
        });
    }

    /// Only a folder that was empty before is emptied again: another one may contain an agent's work since an
    /// interrupted run.
    private static Undo seed(Action.SeedHermes seed, Path folder, Jail jail) throws IOException {
        HostData source = new HostData(Path.of(seed.source()), seed.files(), seed.envKeep());
        boolean wasEmpty = isEmpty(folder);
        try (Staging staging = Staging.of(source, folder, seed.files())) {
            new DataFolder(jail, folder).put(staging.folder(), seed.replace());
        } catch (IOException e) {
            if (wasEmpty) {
                new DataFolder(jail, folder).empty();
            }
            throw e;
        }
        return wasEmpty ? new Undo("the hermes data in " + folder, () -> emptied(folder, jail)) : Undo.NONE;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private static void emptied(Path folder, Jail jail) {
        try {
            empty(folder, jail);
        } catch (IOException e) {
            throw new RepomanException(
                    Fault.FAILED,
                    "cannot empty " + folder + ": " + Reasons.of(e),
                    "see its owner and mode: ls -ld " + folder,
                    e);
        }
    }

    /// Only root of this host can have mounted something there, no agent.
    private static void empty(Path folder, Jail jail) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is a link, or not a folder");
        }
        List<Path> mounts = Mounts.below(folder.toRealPath());
        if (!mounts.isEmpty()) {
            throw new RepomanException(
                    Fault.FAILED,
                    folder + " is not deleted: something is mounted at " + mounts.getFirst(),
                    "sudo umount " + mounts.getFirst() + ", and run this again");
        }
        new DataFolder(jail, folder).empty();
    }
}
