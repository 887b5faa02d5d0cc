package dev.repoman.backup;

import dev.repoman.plan.BackupRootFact;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of one rsync.
///
/// It is entered by a shell that goes into the backup root, finds the marker **there**, and becomes rsync,
/// which is given the mirror relative to that folder: a share that is unmounted a moment after the guards
/// have looked is held (or its empty mount point found unmarked), and nothing is ever written below it.
final class RsyncCommand {
    /// What the shell ends with where the folder it is in has no marker.
    static final int UNMARKED = 120;

    /// What the shell ends with where it cannot make the folders above the mirror.
    static final int NO_FOLDER = 121;

    /// What a shell ends with where the program is not installed.
    static final int NOT_INSTALLED = 127;

    /// Stands before each line of `--out-format`, so that it is told from rsync's talk.
    static final String ITEM = "@";

    /// Where rsync keeps half-copied files for the next run, in each folder; it never mirrors or deletes
    /// these.
    static final String PARTIAL = ".repoman-partial";

    private static final String SWEEP = """
            cd -P -- "$1" && [ -e %s ] || exit %d
            exec find "./$2" -type d -name %s -prune -exec rm -rf -- {} +
            """.formatted(BackupRootFact.MARKER, UNMARKED, PARTIAL);

    private static final String ENTER = """
            cd -P -- "$1" && [ -e %s ] || exit %d
            [ -z "$2" ] || mkdir -p -- "./$2" || exit %d
            shift 2
            exec "$@"
            """.formatted(BackupRootFact.MARKER, UNMARKED, NO_FOLDER);

    private static final String SETPRIV = "/usr/bin/setpriv";

    private final String root;
    private final List<String> options = new ArrayList<>();
    private String makeParents = "";

    RsyncCommand(String root, List<String> excludes) {
        this.root = root;
        options.addAll(List.of(
                "-aHAX", "--numeric-ids", "--partial-dir=" + PARTIAL, "--no-human-readable", "--stats", "--outbuf=L"));
        excludes.forEach(pattern -> options.add("--exclude=" + pattern));
    }

    RsyncCommand with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /// Lists each difference, and changes nothing.
    RsyncCommand dry() {
        return with("--dry-run", "--out-format=" + ITEM + "%i %n");
    }

    RsyncCommand showProgress() {
        return with("--info=progress2");
    }

    /// Makes the folders above `./REPO` first.
    RsyncCommand makingParentsOf(String repo) {
        int last = repo.lastIndexOf('/');
        makeParents = last < 0 ? "" : repo.substring(0, last);
        return this;
    }

    /// @param from a folder whose content is taken, absolute or `./` below the root
    List<String> command(String from, String to) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "rsync", root, makeParents));
        if (diesWithParent()) {
            words.addAll(List.of(SETPRIV, "--pdeathsig", "TERM"));
        }
        words.add("rsync");
        words.addAll(options);
        words.addAll(List.of("--", from + "/", to + "/"));
        return words;
    }

    /// Removes what interrupted runs left behind in the mirror of `repo`.
    static List<String> sweep(String root, String repo) {
        return List.of("/bin/sh", "-c", SWEEP, "sweep", root, repo);
    }

    /// So that no rsync writes on after repoman was killed: the next sync would meet it. That of util-linux
    /// can, the one of busybox (a link) cannot.
    private static boolean diesWithParent() {
        return Files.isRegularFile(Path.of(SETPRIV), LinkOption.NOFOLLOW_LINKS);
    }
}
