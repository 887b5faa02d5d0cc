package dev.repoman.backup;

import java.util.ArrayList;
import java.util.List;

/// The command line of one rsync.
///
/// Owner and group are left out: a jail maps only the user's own ids, and all other files would appear to
/// belong to `nobody`. Copies belong to the user who makes them.
final class RsyncCommand {
    /// The shell's exit code if the program is not installed.
    static final int NOT_INSTALLED = 127;

    /// Prefix of each line of `--out-format`, to distinguish it from rsync's messages.
    static final String ITEM = "@";

    /// Prefix of the first line of a `.git` that is a file.
    static final String GIT_FILE = "=";

    /// Prints `$1/.git` if it is a file, then executes the rest. The file can be swapped for a pipe at any
    /// moment, hence the limit.
    private static final String TELL_GIT_FILE = """
            if [ -f "$1/.git" ] && [ ! -L "$1/.git" ]; then
                line=$(timeout 5 head -c 4096 -- "$1/.git" | tr '\\0\\n' '  ')
                printf '%s%%s\\n' "$line"
            fi
            shift
            exec "$@"
            """.formatted(GIT_FILE);

    /// Half-copied files are kept apart, in a folder of the target under a name that the source does not
    /// have. It is deleted at the end, so a killed run leaves no half-copied file among the others; leftovers
    /// are deleted first. $1 is the source, $2 the target.
    private static final String WITH_TEMPORARY = """
            name=.repoman-restore
            while [ -e "$1/$name" ] || [ -L "$1/$name" ]; do name=$name-; done
            temporary=$2/$name
            rm -rf -- "$temporary" && mkdir -- "$temporary" || exit 1
            program=$3; shift 3
            "$program" --temp-dir="$temporary" "$@"
            code=$?
            rm -rf -- "$temporary"
            exit $code
            """;

    private final List<String> options =
            new ArrayList<>(List.of("-rlptDHAXS", "--numeric-ids", "--no-human-readable", "--stats", "--outbuf=L"));

    RsyncCommand with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    RsyncCommand excluding(List<String> patterns) {
        patterns.forEach(pattern -> options.add("--exclude=" + pattern));
        return this;
    }

    /// Lists each difference, and changes nothing.
    RsyncCommand dry() {
        return with("--dry-run", "--out-format=" + ITEM + "%i %B %n");
    }

    RsyncCommand showProgress() {
        return with("--info=progress2");
    }

    /// A mirror keeps no setuid and no setgid bit of a file: anyone who can write to the repository could
    /// otherwise leave a program there that runs with another user's rights.
    RsyncCommand withoutPrivileges() {
        return with("--chmod=Fu-s,Fg-s");
    }

    /// @param from a folder whose content is copied
    List<String> command(String from, String to) {
        List<String> words = new ArrayList<>(List.of("rsync"));
        words.addAll(options);
        words.addAll(List.of("--", from + "/", to + "/"));
        return words;
    }

    /// The same, with half-copied files in a separate folder.
    ///
    /// @param to an existing folder
    List<String> withTemporaryFolder(String from, String to) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", WITH_TEMPORARY, "restore", from, to));
        words.addAll(command(from, to));
        return words;
    }

    /// The same; also prints `.git` if it is a file.
    List<String> tellingGitFile(String from, String to) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", TELL_GIT_FILE, "rsync", from));
        words.addAll(command(from, to));
        return words;
    }
}
