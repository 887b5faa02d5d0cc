package dev.repoman.plan.backup;

import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.BackupRootFact.Mirror;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The guards of `sync`: each refuses with its own message, before anything is changed. Backup disasters have
/// the same pattern: the share was not mounted or the source was missing, and the mirror followed.
@ApplicationScoped
public class SyncPlanner {
    /// @throws RepomanException ENVIRONMENT if it is not certain that this is the backup root
    public void checkRoot(BackupRootFact root) {
        String path = root.path();
        switch (root.kind()) {
            case READY -> {}
            case MISSING ->
                throw notReady(
                        "the backup root " + path + " does not exist",
                        "mount it, or name another one: repoman config set defaults.backup_root DIR");
            case NOT_A_FOLDER ->
                throw notReady(
                        "the backup root " + path + " is not a folder",
                        "name another one: repoman config set defaults.backup_root DIR");
            case CLOSED ->
                throw notReady(
                        "the backup root " + path + " cannot be read: permission denied",
                        "see its owner and mode: ls -ld " + path);
            case UNMARKED ->
                throw notReady(
                        "the backup root " + path + " has no marker file " + BackupRootFact.MARKER,
                        "if it is the right one, mark it: repoman sync --init-backup-root");
            case UNMARKED_ON_ROOT_DISK ->
                throw notReady(
                        "the backup root " + path + " has no marker file " + BackupRootFact.MARKER
                                + " and is on the disk of /: it is probably not mounted",
                        "mount it; if it should be on this disk, mark it: repoman sync --init-backup-root");
            case NO_ANSWER ->
                throw notReady(
                        "the backup root " + path + " does not answer (waited " + BackupRootFact.PATIENCE_SECONDS
                                + " s)",
                        "is its file server up? findmnt -T " + path + " names it");
        }
    }

    /// @param path of the backup root
    /// @param real the same, its links resolved
    /// @param reposRootReal `repos_root` with symlinks resolved
    /// @throws RepomanException REFUSED if mirrors and repositories would be neighbours in one folder
    public void checkRootApart(String path, Path real, Path reposRootReal) {
        if (reposRootReal.startsWith(real)) {
            throw refused(
                    "the backup root " + path + " contains the repositories, which are in " + reposRootReal,
                    "name another folder: repoman config set defaults.backup_root DIR");
        }
    }

    /// @param source the repository
    /// @param reposRootReal `repos_root` with symlinks resolved
    /// @param mirror from [BackupRootFact]
    /// @param path of the mirror, relative to the backup root
    /// @throws RepomanException where a guard refuses
    public MirrorJob plan(
            ProjectName name,
            String path,
            FolderFact source,
            String reposRootReal,
            BackupRootFact root,
            Mirror mirror,
            SyncRequest request) {
        checkSource(name, source, reposRootReal, mirror);
        checkMirror(root, path, mirror);
        checkApart(Path.of(source.realPath()), Path.of(root.realPath()).resolve(path), source.path());
        return new MirrorJob(
                name,
                path,
                source.realPath(),
                root.path(),
                root.realPath(),
                mirror.identity(),
                mirror.kind() != FolderFact.Kind.FOLDER,
                root.fineTimes(),
                root.foldsCase(),
                request);
    }

    /// @param would what a dry run counted
    /// @throws RepomanException REFUSED if more than half of the mirror would be deleted
    public void checkDeletions(MirrorJob job, MirrorCounts would) {
        if (!job.request().force() && would.deleted() > allowedDeletions(would)) {
            throw new RepomanException(
                    Fault.REFUSED,
                    would.deleted() + " of the " + would.before() + " files in the mirror " + job.mirror()
                            + " would be deleted, more than half",
                    "review them: repoman sync " + job.name() + " --dry-run --force; if that is right: repoman sync "
                            + job.name() + " --force");
        }
    }

    /// @param paths all files of the repository
    /// @throws RepomanException REFUSED if some of them would be one file in the mirror
    public void checkCase(MirrorJob job, List<String> paths) {
        Map<String, String> first = new HashMap<>();
        List<String> clashes = new ArrayList<>();
        for (String path : paths) {
            String other = first.putIfAbsent(path.toLowerCase(Locale.ROOT), path);
            if (other != null) {
                clashes.add(other + " and " + path);
            }
        }
        if (!clashes.isEmpty()) {
            throw refused(
                    "the backup root " + job.root() + " does not distinguish upper and lower case, so that "
                            + clashes.getFirst() + " would be one file"
                            + (clashes.size() > 1 ? " (and " + (clashes.size() - 1) + " more)" : ""),
                    "rename one, leave one out with --exclude, or use another backup root");
        }
    }

    /// @return how many deletions pass without `--force`: half of the files
    public static long allowedDeletions(MirrorCounts would) {
        return would.before() / 2;
    }

    private static void checkSource(ProjectName name, FolderFact source, String reposRootReal, Mirror mirror) {
        boolean kept = mirror.kind() == FolderFact.Kind.FOLDER;
        String path = source.path();
        if (source.within() != null) {
            throw nested("the repository " + path, source);
        }
        switch (source.kind()) {
            case FOLDER -> {}
            case EMPTY -> {
                if (kept) {
                    throw refused(
                            "the repository " + path + " is empty and its mirror is not",
                            "is its file system mounted? the mirror is untouched; restore it: repoman restore " + name);
                }
            }
            case MISSING ->
                throw refused(
                        "the repository " + path + " does not exist",
                        kept
                                ? "the mirror is untouched; restore it: repoman restore " + name
                                : "repoman status " + name + " shows what is known about it");
            case NOT_A_FOLDER ->
                throw refused("the repository " + path + " is not a folder", "see what it is: ls -ld " + path);
            case UNREADABLE ->
                throw refused("cannot read the repository " + path, "see its owner and mode: ls -ld " + path);
        }
        if (Path.of(reposRootReal).startsWith(source.realPath())) {
            throw refused(
                    "the repository " + path + " is a link to " + source.realPath()
                            + ", which contains all repositories",
                    "replace the link, or name another folder in the registry");
        }
    }

    /// A link in a backup root may point to a folder that others can write.
    ///
    /// @throws RepomanException REFUSED if the path to the mirror contains one
    static void checkNoLink(BackupRootFact root, String repo, Mirror mirror) {
        if (!mirror.link().isEmpty()) {
            throw refused(
                    "the path to the mirror " + root.path() + "/" + repo + " contains a link, "
                            + Path.of(root.path()).resolve(mirror.link()).normalize(),
                    "replace it with a real folder: a mirror is never reached through a link");
        }
    }

    /// @param what for people
    static RepomanException nested(String what, FolderFact folder) {
        return refused(
                folder.nested(what),
                "move it out of there, and name the new folder in the registry: repoman config edit");
    }

    private static void checkMirror(BackupRootFact root, String repo, Mirror mirror) {
        String path = root.path() + "/" + repo;
        checkNoLink(root, repo, mirror);
        if (mirror.kind() == FolderFact.Kind.NOT_A_FOLDER || mirror.kind() == FolderFact.Kind.UNREADABLE) {
            throw refused(
                    "the mirror " + path + " is not a folder that you can read", "see what it is: ls -ld " + path);
        }
        if (!mirror.writable()) {
            throw notReady(
                    "the backup root " + root.path() + " cannot be written: it is read-only, or not yours",
                    "see how it is mounted: findmnt -T " + path + "; and whose it is: ls -ld " + root.path());
        }
    }

    private static void checkApart(Path source, Path mirror, String shown) {
        if (source.startsWith(mirror) || mirror.startsWith(source)) {
            throw refused(
                    "the repository " + shown + " and its mirror " + mirror + " contain one another",
                    "name another backup_root in the registry, under [defaults]");
        }
    }

    private static RepomanException notReady(String what, String hint) {
        return new RepomanException(Fault.ENVIRONMENT, what, hint);
    }

    private static RepomanException refused(String what, String hint) {
        return new RepomanException(Fault.REFUSED, what, hint);
    }
}
