package dev.repoman.hermes;

import dev.repoman.registry.Llm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Which entries of a hermes data folder a container gets a copy of. Pure. Paths are relative, with `/`; a
/// trailing one says folder.
///
/// The list of files that are never copied overrides any seed list: a copied `auth.json` revokes the
/// original's tokens, and a copied database or lock is the state of another process.
public final class SeedList {
    /// What happens to an entry.
    public enum Verdict {
        COPY,
        /// The seed list names it, and it is never copied.
        NEVER,
        /// A part of the program, which the image contains.
        RUNTIME,
        NOT_LISTED
    }

    public record Partition(List<String> seeded, List<String> runtime, List<String> notSeeded) {}

    private static final Set<String> RUNTIME_FOLDERS = Set.of("hermes-agent", "node", "bin", "installs", "venv");

    /// State of one instance, at the top of a data folder or of a profile in it.
    private static final Set<String> STATE = Set.of(
            "sessions",
            "memories",
            "logs",
            "sandboxes",
            "cron",
            "pairing",
            "cache",
            ".cache",
            "caches",
            "checkpoints",
            "processes.json",
            ".skills_prompt_snapshot.json",
            ".update_check",
            ".hermes_history");

    private static final Pattern STATE_NAMES =
            Pattern.compile("gateway.*|\\.gateway.*|.*_cache|.*_cache\\.(json|ya?ml)|.*\\.(lock|pid|log|sock)(\\..*)?");
    /// In any folder.
    private static final Pattern NEVER_ANYWHERE = Pattern.compile(
            "auth\\.json.*|auth\\.lock|vault\\.key.*|.*\\.db([-.].*)?|.*\\.sqlite3?([-.].*)?|__pycache__");

    private SeedList() {}

    /// The built-in list: the user's own data.
    public static List<String> defaultSeedList() {
        return Llm.BUILT_IN.hermesSeed();
    }

    /// @return every entry in one of three lists, in their order
    public static Partition partition(Collection<String> entries, List<String> seedList) {
        Partition parts = new Partition(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (String entry : entries) {
            switch (verdict(entry, seedList)) {
                case COPY -> parts.seeded.add(entry);
                case RUNTIME -> parts.runtime.add(entry);
                case NEVER, NOT_LISTED -> parts.notSeeded.add(entry);
            }
        }
        return parts;
    }

    public static Verdict verdict(String entry, List<String> seedList) {
        String path = plain(entry);
        boolean listed =
                seedList.stream().map(SeedList::plain).anyMatch(s -> path.equals(s) || path.startsWith(s + "/"));
        if (!listed) {
            return Verdict.NOT_LISTED;
        }
        String[] steps = path.split("/");
        if (RUNTIME_FOLDERS.contains(steps[0])) {
            return Verdict.RUNTIME;
        }
        return isNever(steps) ? Verdict.NEVER : Verdict.COPY;
    }

    private static boolean isNever(String[] steps) {
        for (String step : steps) {
            if (NEVER_ANYWHERE.matcher(step).matches()) {
                return true;
            }
        }
        // profiles/NAME is a data folder of its own
        int top = steps.length > 2 && steps[0].equals("profiles") ? 2 : 0;
        return STATE.contains(steps[top]) || STATE_NAMES.matcher(steps[top]).matches();
    }

    /// @return the entry without the slash at its end, and without a `./` before it
    static String plain(String entry) {
        String plain = entry;
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return plain.startsWith("./") ? plain.substring(2) : plain;
    }
}
