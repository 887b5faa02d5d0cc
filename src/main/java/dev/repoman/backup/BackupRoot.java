package dev.repoman.backup;

import dev.repoman.host.jail.Bare;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.backup.BackupRootFact;
import dev.repoman.plan.backup.BackupRootFact.Kind;
import dev.repoman.plan.backup.BackupRootFact.Mirror;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the backup root, and at the mirrors' folders in it, but never into one: an agent wrote its
/// content.
///
/// The root is usually a network share. A share whose server is down blocks every process that touches it, in
/// the kernel, where signals do not help. So only a child process touches it, which is left behind if it does
/// not answer.
@ApplicationScoped
public class BackupRoot {
    /// Prefix of the folder in the root with the half-copied files of a mirror, outside of all mirrors.
    private static final String PARTIAL = ".repoman-partial.";

    private static final Duration PATIENCE = Duration.ofSeconds(BackupRootFact.PATIENCE_SECONDS);
    private static final int LONGEST_ANSWER = 16 << 20;

    private static final int NO_ANSWER = -1;

    /// Exit codes of a script: the root has no marker, a folder cannot be created, or its path contains a
    /// link.
    private static final int UNMARKED = 120;

    private static final int NO_FOLDER = 121;
    private static final int LINK = 122;

    /// $1 is the root, the rest are mirrors in it; the answer is a word, the real path, the time of the
    /// marker and whether its name in capitals is the same file, then four values for each mirror; each ends
    /// with a NUL, because names can contain anything else.
    private static final String LOOK =
            """
            root=$1; shift
            cd -P -- "$root" 2>/dev/null || {
                if [ ! -e "$root" ]; then printf 'MISSING\\0'
                elif [ -d "$root" ]; then printf 'CLOSED\\0'
                else printf 'NOT_A_FOLDER\\0'; fi
                exit 0
            }
            if [ ! -e %1$s ]; then
                if [ "$(stat -c %%d .)" = "$(stat -c %%d /)" ]; then printf 'UNMARKED_ON_ROOT_DISK\\0'
                else printf 'UNMARKED\\0'; fi
                exit 0
            fi
            printf 'READY\\0%%s\\0%%s\\0' "$PWD" "$(stat -c %%y %1$s)"
            if [ %1$s -ef %2$s ]; then printf 'folds\\0'; else printf '\\0'; fi
            look() {
                kind=MISSING link= id= writable=no at=.
                if [ -w . ]; then writable=yes; fi
                IFS=/; set -f; set -- $1; unset IFS; set +f
                for step; do
                    at=$at/$step
                    if [ -L "$at" ]; then link=$at; break; fi
                done
                if [ -n "$link" ] || { [ -e "$at" ] && [ ! -d "$at" ]; }; then kind=NOT_A_FOLDER
                elif [ -d "$at" ] && { [ ! -r "$at" ] || [ ! -x "$at" ]; }; then kind=UNREADABLE
                elif [ -d "$at" ]; then
                    id=$(stat -c %%d:%%i -- "$at")
                    kind=EMPTY
                    if [ -n "$(find "$at" -mindepth 1 -maxdepth 1 -print -quit)" ]; then kind=FOLDER; fi
                    if [ ! -w "$at" ]; then writable=no; fi
                fi
                printf '%%s\\0%%s\\0%%s\\0%%s\\0' "$kind" "$link" "$writable" "$id"
            }
            for mirror; do look "$mirror"; done
            """.formatted(BackupRootFact.MARKER, BackupRootFact.MARKER.toUpperCase(Locale.ROOT));

    private static final String SHARE = """
            cd -P -- "$1" && [ -e %s ] && stat -c %%Z . && stat -f -c '%%a %%S' .
            """.formatted(BackupRootFact.MARKER);

    private static final String MARK = """
            cd -P -- "$1" || exit 1
            [ -e %1$s ] || echo "$2" >%1$s
            """.formatted(BackupRootFact.MARKER);

    /// Creates each folder, and prints its identity.
    private static final String MAKE = """
            cd -P -- "$1" && [ -e %s ] || exit %d
            shift
            for folder; do
                IFS=/; set -f; steps=; at=.
                for step in $folder; do
                    at=$at/$step
                    [ ! -L "$at" ] || exit %d
                    [ -d "$at" ] || mkdir -- "$at" || [ -d "$at" ] || exit %d
                done
                unset IFS; set +f
                stat -c %%d:%%i -- "$at"
            done
            """.formatted(BackupRootFact.MARKER, UNMARKED, LINK, NO_FOLDER);

    private static final String SETTLE = """
            cd -P -- "$1" && [ -e %s ] || exit 0
            rmdir -- "./$2" 2>/dev/null
            """.formatted(BackupRootFact.MARKER);

    private static final String MARKER_TEXT =
            "repoman keeps mirrors of repositories here. It writes only where it finds this file, so that a share that is "
                    + "not mounted is never mistaken for an empty one.";

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,18})\\s(\\d{1,18})\\s(\\d{1,18})\\s");
    private static final Pattern FRACTION = Pattern.compile("\\.([0-9]{9})\\b");

    private final Bare programs;

    public BackupRoot(Bare programs) {
        this.programs = programs;
    }

    /// @param repos folders below the root whose mirrors are looked at
    public BackupRootFact look(String root, List<String> repos) {
        List<String> arguments = new ArrayList<>(List.of(root));
        arguments.addAll(repos);
        Answer answer = ask(LOOK, arguments);
        if (answer.code() == NO_ANSWER) {
            return BackupRootFact.of(root, Kind.NO_ANSWER);
        }
        Iterator<String> values = Arrays.asList(answer.out().split("\0", -1)).iterator();
        String first = values.next();
        if (!first.equals("READY")) {
            return BackupRootFact.of(root, first.isEmpty() ? Kind.MISSING : Kind.valueOf(first));
        }
        String real = values.next();
        boolean fine = isFine(values.next());
        boolean folds = values.next().equals("folds");
        List<Mirror> mirrors = new ArrayList<>();
        for (int i = 0; i < repos.size(); i++) {
            mirrors.add(new Mirror(
                    FolderFact.Kind.valueOf(values.next()),
                    values.next(),
                    values.next().equals("yes"),
                    values.next()));
        }
        return new BackupRootFact(root, Kind.READY, real, fine, folds, mirrors);
    }

    /// The file system of a marked root.
    ///
    /// @param changed when the folder was changed, by the clock of whoever keeps it
    /// @param free bytes that you may still write
    public record Share(Instant changed, long free) {}

    /// @return empty where there is no marker, or no answer
    public Optional<Share> share(String root) {
        Matcher answer = NUMBERS.matcher(ask(SHARE, List.of(root)).out());
        return answer.matches()
                ? Optional.of(new Share(
                        Instant.ofEpochSecond(Long.parseLong(answer.group(1))),
                        Long.parseLong(answer.group(2)) * Long.parseLong(answer.group(3))))
                : Optional.empty();
    }

    /// A written file has a time to the nanosecond, unless the file system rounds it.
    ///
    /// @param time as `stat -c %y` prints it, `2026-04-28 15:00:00.123456789 +0000`
    static boolean isFine(String time) {
        Matcher fraction = FRACTION.matcher(time);
        return fraction.find() && !fraction.group(1).endsWith("000");
    }

    /// Writes the marker file if it is missing.
    public void mark(String root) {
        Answer answer = ask(MARK, List.of(root, MARKER_TEXT));
        if (answer.code() != 0) {
            String why = answer.code() == NO_ANSWER ? "it does not answer" : answer.lastWord();
            throw new RepomanException(
                    Fault.ENVIRONMENT,
                    "cannot mark the backup root " + root + ": " + why,
                    "see its owner and mode: ls -ld " + root);
        }
    }

    /// The folders that a copy writes to.
    ///
    /// @param mirror identity of the mirror
    /// @param partial name of the folder for half-copied files, below the root
    record Prepared(String mirror, String partial, String partialIdentity) {}

    /// Creates the mirror's folder and the one for half-copied files, if they are missing.
    ///
    /// @throws RepomanException if that fails, or if the root is no longer the marked one
    Prepared prepare(String root, String repo) {
        String partial = PARTIAL + repo.replace("%", "%25").replace("/", "%2F");
        Answer answer = ask(MAKE, List.of(root, repo, partial));
        switch (answer.code()) {
            case 0 -> {}
            case NO_ANSWER -> throw RsyncErrors.noAnswer(root, "the sync");
            case UNMARKED -> throw RsyncErrors.unmarked(root);
            case LINK ->
                throw new RepomanException(
                        Fault.REFUSED,
                        "a link is in the path of the mirror " + root + "/" + repo,
                        "remove the link: repoman writes to real folders only");
            default ->
                throw new RepomanException(
                        Fault.FAILED,
                        "cannot create the mirror's folder in " + root + ": " + answer.lastWord(),
                        "see who owns it: ls -la " + root);
        }
        String[] identities = answer.out().strip().split("\n");
        return new Prepared(identities[0], partial, identities[1]);
    }

    /// Deletes the folder for half-copied files if it is empty.
    void settle(String root, Prepared prepared) {
        ask(SETTLE, List.of(root, prepared.partial()));
    }

    private record Answer(int code, String out, String err) {
        String lastWord() {
            return err.isBlank() ? "exit " + code : err.strip().lines().reduce("", (_, line) -> line);
        }
    }

    private Answer ask(String script, List<String> arguments) {
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        Sink.Captured err = new Sink.Captured(LONGEST_ANSWER);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "backup-root"));
        command.addAll(arguments);
        Outcome outcome = programs.run(new Job(
                "look at " + arguments.getFirst(), List.of(), command, Map.of(), out, err, Patience.atMost(PATIENCE)));
        int code = outcome instanceof Outcome.Ended(int ended) ? ended : NO_ANSWER;
        return new Answer(code, out.text(), err.text());
    }
}
