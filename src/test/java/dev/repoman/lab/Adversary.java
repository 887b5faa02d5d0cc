package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.repoman.backup.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// An agent inside the container of `web`, as uid 1000 without sudo unless it says root; and what it is
/// after.
final class Adversary {
    static final String SECRET = "DECOY-b4d0e5";
    private static final Path HOME = Path.of("/home/dev");

    private Adversary() {}

    /// A host with a backup root, decoys, and the project `web`.
    static Share web() {
        Lab.reset();
        Lab.bareSetup();
        Share share = Share.ready();
        Lab.dev()
                .sh("mkdir -p ~/.config/repoman; printf '[repoman]\\nschema = 2\\n[defaults]\\nbackup_root ="
                        + " \"/home/share\"\\n' >~/.config/repoman/repoman.toml")
                .ok();
        decoys();
        Share.repoman("new", "web", "--image", "tiny").ok();
        return share;
    }

    /// What must stay unread and unwritten: a key, a start-up file, another project's repository.
    static void decoys() {
        Lab.dev().sh("""
                        set -e
                        mkdir -m 700 -p .ssh; echo %1$s >.ssh/id_ed25519; echo %1$s >.bashrc
                        mkdir -p repos/other; echo %1$s >repos/other/secret
                        """.formatted(SECRET)).ok();
    }

    static void decoysAreWhole() {
        assertThat(Lab.root()
                        .sh("cd /home/dev; ls -A .ssh repos/other; cat .ssh/id_ed25519 .bashrc repos/other/secret;"
                                + " stat -c %F .ssh .bashrc repos/other")
                        .ok()
                        .out())
                .isEqualTo("""
                        .ssh:
                        id_ed25519

                        repos/other:
                        secret
                        %1$s
                        %1$s
                        %1$s
                        directory
                        regular file
                        directory
                        """.formatted(SECRET));
    }

    /// Runs a script inside to its end.
    static Ran inside(String script) {
        return as("1000", script);
    }

    static Ran rootInside(String script) {
        return as("0", script);
    }

    private static Ran as(String id, String script) {
        return Lab.dev().run(command(id, script));
    }

    private static String[] command(String id, String script) {
        return new String[] {
            "incus", "exec", "web", "--project", "repoman", "-T", "--user", id, "--group", id, "--", "sh", "-c", script
        };
    }

    /// Something that goes on inside until it is told to stop.
    record Loop(Process process) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.writeString(HOME.resolve("repos/web/stop"), "");
                assertThat(process.waitFor(60, TimeUnit.SECONDS))
                        .as("the adversary stops")
                        .isTrue();
                Files.delete(HOME.resolve("repos/web/stop"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Swaps the folder `f` of the repository for a link to `target`, and back, as fast as it can.
    static Loop swapping(String target) {
        return loop("/home/dev/repos/web", target);
    }

    /// @param where a folder that the container shares, and that has a folder `f`
    static Loop loop(String where, String target) {
        String script = """
                cd %1$s; ln -s %2$s link; touch /home/dev/repos/web/going
                while [ ! -e /home/dev/repos/web/stop ]; do
                    mv f real; mv link f; mv f link; mv real f
                done
                rm -f link
                """.formatted(where, target);
        Process process = Lab.dev().start(command("1000", script));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(HOME.resolve("repos/web/going")));
        return new Loop(process);
    }
}
