package dev.repoman.host.tree;

import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.GitFact;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The state of a repository that an agent can write, from plain git in a jail that sees only the repository,
/// read-only. What the repository configures (monitors, hooks, filters) may run there; it reaches nothing,
/// and ends with the jail.
@ApplicationScoped
public class GitProbe {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /// Some 100,000 entries.
    private static final int LONGEST_ANSWER = 16 << 20;

    /// The exit code of git if there is no repository, among other reasons.
    private static final int FATAL = 128;

    private static final String NO_REPOSITORY = "fatal: not a git repository";
    private static final Pattern DIVERGED = Pattern.compile("\\+(\\d+) -(\\d+)");

    /// For every git that only reads, in a jail: it also reads files of other owners.
    public static final Map<String, String> ENVIRONMENT = Map.of(
            "GIT_CONFIG_COUNT", "1",
            "GIT_CONFIG_KEY_0", "safe.directory",
            "GIT_CONFIG_VALUE_0", "*",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_NO_LAZY_FETCH", "1",
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_TERMINAL_PROMPT", "0");

    private final Jail jail;
    private final Duration limit;

    @Inject
    GitProbe(Jail jail) {
        this(jail, LIMIT);
    }

    /// @param limit how long git may take
    GitProbe(Jail jail, Duration limit) {
        this.jail = jail;
        this.limit = limit;
    }

    /// @param path absolute, its links resolved; the path to it is trusted
    public GitFact look(String path) {
        Sink.Captured out = new Sink.Captured(LONGEST_ANSWER);
        Sink.Captured err = new Sink.Captured(LONGEST_ANSWER);
        Outcome outcome = git(
                path,
                List.of(
                        "status",
                        "--porcelain=v2",
                        "--branch",
                        "-z",
                        "--untracked-files=normal",
                        "--ignore-submodules=all",
                        "--no-renames"),
                out,
                err);
        return switch (outcome) {
            case Outcome.Ended(int code)
            when code == 0 -> out.cut() ? new GitFact.Unknown("too many changes to count") : known(out.text());
            case Outcome.Ended(int code)
            when code == FATAL && err.text().startsWith(NO_REPOSITORY) ->
                isElsewhere(err.text())
                        ? new GitFact.Unknown("its history is elsewhere, in " + elsewhere(err.text()))
                        : new GitFact.None();
            case Outcome.Ended(int code) when code == 127 -> new GitFact.Unknown("git is not installed");
            case Outcome.Ended(int code) ->
                new GitFact.Unknown("git exits with " + code + ": "
                        + err.text().strip().lines().reduce("", (_, line) -> line));
            case Outcome.GivenUp _ -> new GitFact.Unknown("no answer within " + limit.toSeconds() + " s");
            case Outcome.Replaced _ -> new GitFact.Unknown("the folder is gone");
            case Outcome.NoJail _ ->
                new GitFact.Unknown(jail.missing()
                        .map(missing -> missing.what() + ", and git is never run here without a jail")
                        .orElse("cannot set up a jail"));
        };
    }

    /// @param path as of [#look]
    /// @return the address of the remote `origin`; null if there is none, or it could not be determined
    public @Nullable String origin(String path) {
        Sink.Captured out = new Sink.Captured(64 * 1024);
        Outcome outcome = git(path, List.of("config", "--null", "--get", "remote.origin.url"), out, Sink.NONE);
        boolean told = outcome instanceof Outcome.Ended(int code) && code == 0 && !out.cut();
        return told ? out.text().replace("\0", "") : null;
    }

    private Outcome git(String path, List<String> arguments, Sink out, Sink err) {
        List<String> command = new ArrayList<>(List.of("git", "-C", path));
        command.addAll(arguments);
        return jail.run(new Job(
                String.join(" ", command),
                List.of(Folder.readOnly(path)),
                command,
                ENVIRONMENT,
                out,
                err,
                Patience.atMost(limit)));
    }

    /// @param text entries, each ended by a NUL (`git-status(1)`, porcelain format version 2)
    private static GitFact known(String text) {
        String branch = null;
        String commit = null;
        String upstream = null;
        int ahead = 0;
        int behind = 0;
        boolean fetched = false;
        int changed = 0;
        int untracked = 0;
        for (String entry : text.split("\0")) {
            if (entry.startsWith("? ")) {
                untracked++;
            } else if (entry.startsWith("1 ") || entry.startsWith("u ")) {
                changed++;
            } else if (value(entry, "# branch.oid ") instanceof String oid) {
                commit = oid.equals("(initial)") ? null : oid;
            } else if (value(entry, "# branch.head ") instanceof String head) {
                branch = head.equals("(detached)") ? null : head;
            } else if (value(entry, "# branch.upstream ") instanceof String name) {
                upstream = name;
            } else if (value(entry, "# branch.ab ") instanceof String counts) {
                Matcher both = DIVERGED.matcher(counts);
                fetched = both.matches();
                ahead = fetched ? count(both.group(1)) : 0;
                behind = fetched ? count(both.group(2)) : 0;
            }
        }
        return new GitFact.Known(branch, commit, changed, untracked, fetched ? upstream : null, ahead, behind);
    }

    private static @Nullable String value(String entry, String label) {
        return entry.startsWith(label) ? entry.substring(label.length()) : null;
    }

    private static int count(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /// `fatal: not a git repository: /elsewhere` of a `.git` that is a file, and
    /// `fatal: not a git repository (or any of the parent directories): .git` else.
    private static boolean isElsewhere(String error) {
        return error.startsWith(NO_REPOSITORY + ": ");
    }

    private static String elsewhere(String error) {
        return error.substring(NO_REPOSITORY.length() + 2).lines().findFirst().orElse("");
    }
}
