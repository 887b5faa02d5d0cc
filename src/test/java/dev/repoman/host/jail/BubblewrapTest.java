package dev.repoman.host.jail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the jail is made of. That it holds is shown beside the real Incus.
class BubblewrapTest {
    private static final Job JOB = new Job(
            "x",
            List.of(Folder.readOnly("/r/web"), Folder.writable("/b/web").known("1:2")),
            List.of("rsync", "-a"),
            Map.of(),
            Sink.NONE,
            Sink.NONE,
            Patience.atMost(Duration.ofSeconds(1)));

    @Test
    void holdsItsFoldersAndTheSystemAndNothingElse() {
        List<String> line = Bubblewrap.line("/usr/bin/bwrap", JOB);
        assertThat(line).startsWith("/usr/bin/bwrap", "--unshare-all", "--die-with-parent", "--new-session");
        assertThat(String.join(" ", line))
                .contains(" --ro-bind /r/web /r/web --bind /b/web /b/web --remount-ro / --chdir / -- /bin/sh -c ")
                .endsWith(" jail /b/web 1:2 -- rsync -a")
                .doesNotContain("/home", "--share-net", "--proc", "/etc/passwd", "/run/user");
        assertThat(line.stream().filter("--bind"::equals)).hasSize(1);
    }
}
