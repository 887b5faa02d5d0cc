package dev.repoman.host;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Where the programs that repoman starts are found: in the system's folders first, and never below the
/// user's home. Profiles share folders of the home (`~/.local/bin`), and whoever can write to one could put a
/// `git` there.
@ApplicationScoped
public class Programs {
    /// git starts others, which go on with a download when it is gone. They ignore Ctrl-C, as whatever a shell
    /// starts in the background, and so are killed then too. Each is stopped first: git would start another one in
    /// the place of one that is killed.
    private static final String TREE = """
            tree() (
                kill -STOP "$1" 2>/dev/null
                for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do tree "$child"; done
                kill -KILL "$1" 2>/dev/null
            )
            "$@" &
            trap 'tree $!; exit 143' TERM INT HUP
            wait $!
            """;

    private static final List<String> SYSTEM = List.of(
            "/usr/bin",
            "/bin",
            "/usr/sbin",
            "/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/run/current-system/sw/bin"); // NixOS

    /// The system's folders, in the form of PATH.
    public static final String SYSTEM_PATH = String.join(":", SYSTEM);

    private final HostEnvironment env;
    private final HostUser user;

    public Programs(HostEnvironment env, HostUser user) {
        this.env = env;
        this.user = user;
    }

    /// @param name without a folder
    public Optional<Path> find(String name) {
        return folders()
                .map(folder -> Path.of(folder, name))
                .filter(program -> Files.isExecutable(program) && !Files.isDirectory(program))
                .findFirst();
    }

    /// @throws RepomanException ENVIRONMENT where it is not installed
    public String require(String name) {
        return find(name).map(Path::toString).orElseThrow(() -> missing(name));
    }

    /// @return PATH for a program that starts other programs
    public String path() {
        return String.join(":", folders().distinct().toList());
    }

    /// @return the words before a command that kill it with all of its children when the thread that starts
    ///     it dies, or when it is asked to end; none if this host cannot
    public List<String> dyingWithParentAsTree() {
        return find("setpriv")
                .filter(program -> Files.isRegularFile(program, LinkOption.NOFOLLOW_LINKS))
                .map(program -> List.of(program.toString(), "--pdeathsig", "TERM", "/bin/sh", "-c", TREE, "repoman"))
                .orElse(List.of());
    }

    /// @return the words before a command that make it die with the thread that starts it; none if this host
    ///     has no such program. The one of util-linux can, the one of busybox (a link) cannot.
    public List<String> dyingWithParent() {
        return find("setpriv")
                .filter(program -> Files.isRegularFile(program, LinkOption.NOFOLLOW_LINKS))
                .map(program -> List.of(program.toString(), "--pdeathsig", "KILL"))
                .orElse(List.of());
    }

    private Stream<String> folders() {
        Path home = Path.of(user.home());
        return Stream.concat(
                SYSTEM.stream(),
                Stream.of(env.get("PATH").split(":"))
                        .filter(folder -> folder.startsWith("/")
                                && !Path.of(folder).normalize().startsWith(home)));
    }

    private static RepomanException missing(String program) {
        return new RepomanException(
                Fault.ENVIRONMENT,
                "cannot run " + program + ": it is not installed",
                "install " + program + " with the package manager of this host; repoman looks in the system's folders"
                        + " and in those of PATH that are not below your home");
    }

    /// The JDK's text is `Cannot run program "git": error=2, No such file or directory`.
    public static RepomanException unstartable(String program, IOException e) {
        String text = String.valueOf(e.getMessage());
        return new RepomanException(
                Fault.ENVIRONMENT,
                "cannot run " + program + ": " + text.replaceFirst(".*error=\\d+, ", ""),
                "try it manually: " + program + " --version",
                e);
    }
}
