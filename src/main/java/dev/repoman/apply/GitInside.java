package dev.repoman.apply;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.incus.Exec;
import dev.repoman.incus.Incus;
import dev.repoman.incus.Kept;
import dev.repoman.project.HostUser;
import dev.repoman.project.IncusProject;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A script of git's commands, run inside a container, as the user, in the folder of its repository.
final class GitInside {
    private final Incus incus;

    GitInside(Incus incus) {
        this.incus = incus;
    }

    /// @param last the last line that it printed; empty for none
    record Said(int code, String last) {}

    /// @param path of the repository inside
    /// @param arguments `$1` and so on of the script
    Said run(
            IncusProject project,
            String instance,
            HostUser user,
            String path,
            String script,
            List<String> arguments,
            InputStream in) {
        List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" || exit\n" + script, path));
        words.addAll(arguments);
        Kept said = new Kept();
        int code = incus.exec(
                project,
                instance,
                new Exec(
                        words,
                        Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", user.home(), "LANG", "C.UTF-8"),
                        user.uid(),
                        user.gid(),
                        in,
                        said,
                        said));
        return new Said(code, said.toString(UTF_8).strip().lines().reduce("", (_, line) -> line));
    }
}
