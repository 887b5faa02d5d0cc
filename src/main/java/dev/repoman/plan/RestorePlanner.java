package dev.repoman.plan;

import dev.repoman.plan.BackupRootFact.Mirror;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;

/// The guards of `restore`: only from a mirror that is there, and never over something else unasked.
@ApplicationScoped
public class RestorePlanner {
    /// @param repo the mirror's folder below the backup root
    /// @param target the folder to fill
    /// @param carryOn whether an earlier restore to that target was cut short, so that what is in it is ours
    /// @throws RepomanException FAILED where there is no mirror, REFUSED where the target is not empty
    public RestoreJob plan(
            ProjectName name,
            String repo,
            BackupRootFact root,
            Mirror mirror,
            FolderFact target,
            boolean carryOn,
            boolean force) {
        String path = root.path() + "/" + repo;
        switch (mirror.kind()) {
            case FOLDER -> {}
            case MISSING, EMPTY ->
                throw new RepomanException(
                        Fault.FAILED,
                        "there is no mirror of " + name + " at " + path,
                        "see what is there: ls " + root.path());
            case NOT_A_FOLDER, UNREADABLE ->
                throw new RepomanException(
                        Fault.FAILED,
                        "the mirror " + path + " is not a folder that you can read",
                        "see what it is: ls -ld " + path);
        }
        if (!Path.of(mirror.realPath()).startsWith(root.realPath())) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the mirror " + path + " is a link that leads out of the backup root, to " + mirror.realPath(),
                    "remove the link, or move the mirror to where it is");
        }
        checkTarget(name, target, mirror, carryOn || force);
        return new RestoreJob(name, repo, root.path(), target.path());
    }

    private static void checkTarget(ProjectName name, FolderFact target, Mirror mirror, boolean over) {
        Path real = Path.of(target.realPath());
        Path from = Path.of(mirror.realPath());
        if (real.startsWith(from) || from.startsWith(real)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    target.path() + " and the mirror " + from + " lie in one another",
                    "name another folder by --to");
        }
        switch (target.kind()) {
            case MISSING, EMPTY -> {}
            case FOLDER -> {
                if (!over) {
                    throw new RepomanException(
                            Fault.REFUSED,
                            target.path() + " is not empty",
                            "repoman restore " + name + " --to DIR puts it elsewhere; --force writes over it: what is "
                                    + "in the mirror replaces what is there, nothing else is deleted");
                }
            }
            case NOT_A_FOLDER ->
                throw new RepomanException(
                        Fault.REFUSED, target.path() + " is not a folder", "see what it is: ls -ld " + target.path());
            case UNREADABLE ->
                throw new RepomanException(
                        Fault.FAILED,
                        "cannot read " + target.path(),
                        "see its owner and mode: ls -ld " + target.path());
        }
    }
}
