package dev.repoman.backup;

import dev.repoman.host.Streaming;
import dev.repoman.plan.BackupRootFact;
import dev.repoman.plan.BackupRootFact.Kind;
import dev.repoman.plan.BackupRootFact.Mirror;
import dev.repoman.plan.FolderFact;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the backup root. It is a network share more often than not, and one whose server is gone blocks
/// whoever touches it, in the kernel, beyond the reach of signals. So only a child process touches it: a
/// shell, whose builtins are enough, and which is left behind when it does not answer.
@ApplicationScoped
public class BackupRoot {
    private static final Duration PATIENCE = Duration.ofSeconds(BackupRootFact.PATIENCE_SECONDS);

    /// $1 is the root, the rest are mirrors in it; the answer is a word and a path for the root and the
    /// time of its marker, then three lines for each mirror: what it is, its real path, whether it can be
    /// written.
    private static final String LOOK = """
            root=$1; shift
            cd -P -- "$root" 2>/dev/null || {
                if [ ! -e "$root" ]; then echo MISSING
                elif [ -d "$root" ]; then echo CLOSED
                else echo NOT_A_FOLDER; fi
                exit 0
            }
            if [ ! -e %1$s ]; then
                if [ "$(stat -c %%d .)" = "$(stat -c %%d /)" ]; then echo UNMARKED_ON_ROOT_DISK; else echo UNMARKED; fi
                exit 0
            fi
            real=$PWD
            printf 'READY %%s\\n' "$real"
            stat -c %%y %1$s || echo
            look() {
                if [ ! -e "./$1" ] && [ ! -L "./$1" ]; then
                    echo MISSING; echo
                    if [ -w . ]; then echo yes; else echo no; fi
                    return
                fi
                if [ ! -d "./$1" ]; then echo NOT_A_FOLDER; echo; echo no; return; fi
                if ! cd -P -- "./$1" 2>/dev/null || [ ! -r . ]; then
                    echo UNREADABLE; echo; echo no; cd -- "$real"; return
                fi
                kind=EMPTY
                for e in * .[!.]* ..?*; do if [ -e "$e" ] || [ -L "$e" ]; then kind=FOLDER; break; fi; done
                printf '%%s\\n' $kind "$PWD"
                if [ -w . ]; then echo yes; else echo no; fi
                cd -- "$real"
            }
            for m; do look "$m"; done
            """.formatted(BackupRootFact.MARKER);

    private static final String MARK = """
            cd -P -- "$1" || exit 1
            [ -e %1$s ] || echo "$2" >%1$s
            """.formatted(BackupRootFact.MARKER);

    private static final String MARKER_TEXT =
            "repoman keeps mirrors of repositories here. It writes only where it finds this file, so that a share that is "
                    + "not mounted is never mistaken for an empty one.";

    private static final Pattern FRACTION = Pattern.compile("\\.([0-9]{9})\\b");

    private final Streaming programs;

    public BackupRoot(Streaming programs) {
        this.programs = programs;
    }

    /// @param repos folders below the root whose mirrors are looked at
    public BackupRootFact look(String root, List<String> repos) {
        List<String> arguments = new ArrayList<>(List.of(root));
        arguments.addAll(repos);
        Answer answer = ask(LOOK, arguments);
        if (answer.code() == Streaming.GIVEN_UP) {
            return BackupRootFact.of(root, Kind.NO_ANSWER);
        }
        Iterator<String> lines = answer.out().iterator();
        String first = lines.hasNext() ? lines.next() : "MISSING";
        if (!first.startsWith("READY ")) {
            return BackupRootFact.of(root, Kind.valueOf(first));
        }
        boolean fine = isFine(lines.next());
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < repos.size(); i++) {
            mirrors.add(new Mirror(
                    FolderFact.Kind.valueOf(lines.next()),
                    lines.next().strip(),
                    lines.next().equals("yes")));
        }
        return new BackupRootFact(root, Kind.READY, first.substring("READY ".length()), fine, mirrors);
    }

    /// A file that somebody wrote has a time to the nanosecond, unless the file system rounds it.
    ///
    /// @param time as `stat -c %y` has it, `2026-04-28 15:00:00.123456789 +0000`
    static boolean isFine(String time) {
        Matcher fraction = FRACTION.matcher(time);
        return fraction.find() && !fraction.group(1).endsWith("000");
    }

    /// Writes the marker file, where there is none.
    public void mark(String root) {
        Answer answer = ask(MARK, List.of(root, MARKER_TEXT));
        if (answer.code() != 0) {
            String why = answer.code() == Streaming.GIVEN_UP
                    ? "it does not answer"
                    : answer.err().isEmpty()
                            ? "exit " + answer.code()
                            : answer.err().getLast();
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "cannot mark the backup root " + root + ": " + why,
                    "see its owner and mode: ls -ld " + root);
        }
    }

    private record Answer(int code, List<String> out, List<String> err) {}

    private Answer ask(String script, List<String> arguments) {
        List<String> out = Collections.synchronizedList(new ArrayList<>());
        List<String> err = Collections.synchronizedList(new ArrayList<>());
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "backup-root"));
        command.addAll(arguments);
        int code = programs.run(
                new Streaming.Run("look at " + arguments.getFirst(), command, Map.of(), out::add, err::add),
                PATIENCE,
                () -> false);
        return new Answer(code, out, err);
    }
}
