package dev.repoman.host.tree;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.jail.Folder;
import dev.repoman.host.jail.Jail;
import dev.repoman.host.jail.Job;
import dev.repoman.host.jail.Outcome;
import dev.repoman.host.jail.Patience;
import dev.repoman.host.jail.Sink;
import dev.repoman.plan.IdentityFact;
import dev.repoman.project.HostUser;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who commits to a repository, as git on the host sees it, `includeIf` included. git reads its configuration in a
/// jail, where it sees the home and the repository and can write nothing; `git config` runs nothing that is
/// configured.
@ApplicationScoped
public class IdentityProbe {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Path SYSTEM = Path.of("/etc/gitconfig");
    /// The exit code of `git config` if nothing matches.
    private static final int NOTHING = 1;

    private final Jail jail;
    private final HostEnvironment env;
    private final HostUser user;

    IdentityProbe(Jail jail, HostEnvironment env, HostUser user) {
        this.jail = jail;
        this.env = env;
        this.user = user;
    }

    /// @param path of the repository, which may not exist yet; absolute, its links resolved
    /// @return null where it could not be read
    public @Nullable IdentityFact look(String path) {
        try {
            String home = Path.of(user.home()).toRealPath().toString();
            List<Folder> folders = new ArrayList<>(List.of(Folder.readOnly(home)));
            if (Files.isRegularFile(SYSTEM)) {
                folders.add(Folder.readOnly(SYSTEM.toRealPath().toString()));
            }
            List<Folder> more = new ArrayList<>(folders);
            if (!Path.of(path).startsWith(home)) {
                more.add(Folder.readOnly(path));
            }
            IdentityFact found = ask(path, home, more);
            return found != null ? found : ask("/", home, folders);
        } catch (IOException _) {
            return null; // no home
        }
    }

    private @Nullable IdentityFact ask(String folder, String home, List<Folder> folders) {
        Sink.Captured out = new Sink.Captured(64 * 1024);
        List<String> command = List.of(
                "git",
                "-C",
                folder,
                "config",
                "--null",
                "--show-scope",
                "--get-regexp",
                "^(user\\.(name|email)|commit\\.gpgsign)$");
        Map<String, String> environment = new TreeMap<>(GitProbe.ENVIRONMENT);
        environment.remove("GIT_CONFIG_NOSYSTEM");
        environment.put("HOME", home);
        for (String variable : List.of("XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL")) {
            if (!env.get(variable).isEmpty()) {
                environment.put(variable, env.get(variable));
            }
        }
        Outcome outcome = jail.run(new Job(
                String.join(" ", command), folders, command, environment, out, Sink.NONE, Patience.atMost(LIMIT)));
        boolean told = outcome instanceof Outcome.Ended(int code) && (code == 0 || code == NOTHING) && !out.cut();
        return told ? fact(out.text().split("\0")) : null;
    }

    /// @param parts scope, then key and value with a newline between, and so on; the last one of a key counts
    private static IdentityFact fact(String[] parts) {
        IdentityFact fact = IdentityFact.NONE;
        for (int i = 1; i < parts.length; i += 2) {
            boolean here = parts[i - 1].equals("local") || parts[i - 1].equals("worktree");
            int end = parts[i].indexOf('\n');
            String key = end < 0 ? parts[i] : parts[i].substring(0, end);
            String value = end < 0 ? "" : parts[i].substring(end + 1);
            boolean plain = value.chars().noneMatch(Character::isISOControl) && !value.isBlank();
            String person = plain ? value : null;
            // a key without a value is a true one
            boolean on = end < 0 || List.of("true", "yes", "on", "1").contains(value);
            fact = switch (key) {
                case "user.name" -> new IdentityFact(person, fact.email(), fact.signs(), fact.signsHere());
                case "user.email" -> new IdentityFact(fact.name(), person, fact.signs(), fact.signsHere());
                default -> new IdentityFact(fact.name(), fact.email(), on, on && here);
            };
        }
        return fact;
    }
}
