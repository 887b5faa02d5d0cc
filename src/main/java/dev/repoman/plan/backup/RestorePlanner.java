package dev.repoman.plan.backup;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.BackupRootFact.Mirror;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The guards of `restore`: only from an existing mirror, and never over other files unasked.
@ApplicationScoped
public class RestorePlanner {
    /// @param repo the mirror's folder below the backup root
    /// @param target the folder to fill
    /// @param reposRootReal `repos_root` with symlinks resolved, where the target is the repository's own
    ///     folder; else null
    /// @param over whether the target may hold something: by `--force`, or left by a restore that was cut
    ///     short
    /// @throws RepomanException FAILED where there is no mirror, REFUSED where the target is not empty
    public RestoreJob plan(
            ProjectName name,
            String repo,
            BackupRootFact root,
            Mirror mirror,
            FolderFact target,
            @Nullable String reposRootReal,
            boolean over) {
        String path = root.path() + "/" + repo;
        switch (mirror.kind()) {
            case FOLDER -> {}
            case MISSING, EMPTY ->
                throw new RepomanException(
                        Fault.FAILED,
                        "there is no mirror of " + name + " at " + path,
                        "see what is there: ls " + root.path());
            case NOT_A_FOLDER, UNREADABLE -> {
                SyncPlanner.checkNoLink(root, repo, mirror);
                throw new RepomanException(
                        Fault.FAILED,
                        "the mirror " + path + " is not a folder that you can read",
                        "see what it is: ls -ld " + path);
            }
        }
        Path from = Path.of(root.realPath(), repo);
        if (reposRootReal != null && Path.of(reposRootReal).startsWith(target.realPath())) {
            throw new RepomanException(
                    Fault.REFUSED,
                    "the repository " + target.path() + " is a link to " + target.realPath()
                            + ", which contains all repositories",
                    "remove the link, or name a folder with --to");
        }
        checkTarget(name, target, from, over);
        return new RestoreJob(
                name,
                repo,
                root.path(),
                root.realPath(),
                mirror.identity(),
                target.realPath(),
                target.kind() == FolderFact.Kind.MISSING);
    }

    private static void checkTarget(ProjectName name, FolderFact target, Path from, boolean over) {
        if (target.within() != null) {
            throw SyncPlanner.nested(target.path(), target);
        }
        Path real = Path.of(target.realPath());
        if (real.startsWith(from) || from.startsWith(real)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    target.path() + " and the mirror " + from + " contain one another",
                    "name another folder with --to");
        }
        switch (target.kind()) {
            case MISSING, EMPTY -> {}
            case FOLDER -> {
                if (!over) {
                    throw new RepomanException(
                            Fault.REFUSED,
                            target.path() + " is not empty",
                            "repoman restore " + name + " --to DIR restores it elsewhere; --force overwrites it: "
                                    + "files of the mirror replace existing files, nothing is deleted");
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
