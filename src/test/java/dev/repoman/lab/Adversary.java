package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
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
    /// How often a command runs beside it; what is found rarely is looked for with `-Dadversary.rounds=N`. In
    /// each the agent swaps folders some hundred times.
    static final int ROUNDS = Integer.getInteger("adversary.rounds", 5);

    static final String SECRET = "DECOY-b4d0e5";
    private static final Path HOME = Path.of("/home/dev");
    /// Every path of `/etc`, with what a writer would change of it.
    private static final String ETC = "find /etc -xdev -printf '%p %y %m %U %G %s %T@ %l\\n' | sort | sha256sum";
    /// When the decoys were last read: by us, in a year that no other reader can bring back.
    private static final String UNREAD =
            "cd /home/dev; touch -a -d 2001-01-01 .ssh/id_ed25519 .bashrc repos/other/secret; ";

    private static String etc = "";

    private Adversary() {}

    /// A host with a backup root, decoys, and the project `web`.
    static Share web() {
        Lab.reset();
        Lab.bareSetup();
        Share share = Share.ready();
        Lab.dev()
                .sh("mkdir -p ~/.config/repoman; printf '[repoman]\\nschema = 3\\n[defaults]\\nbackup_root ="
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
                        touch -d 2001-01-01 .ssh repos/other
                        """.formatted(SECRET)).ok();
        etc = Lab.root().sh(UNREAD + ETC).ok().out();
    }

    /// The access times tell it where the file system keeps them; those of a lab's homes are `relatime`.
    static void decoysAreWhole() {
        String[] seen = Lab.root()
                .sh("cd /home/dev; stat -c '%x %n' .ssh/id_ed25519 .bashrc repos/other/secret; "
                        + "stat -c '%y %n' .ssh repos/other; echo ==; " + ETC + "; echo ==; "
                        + "ls -A .ssh repos/other; cat .ssh/id_ed25519 .bashrc repos/other/secret; "
                        + "stat -c %F .ssh .bashrc repos/other; " + UNREAD)
                .ok()
                .out()
                .split("(?m)^==\n");
        assertThat(seen[0].lines())
                .as("read, or written, at")
                .hasSize(5)
                .allMatch(line -> line.startsWith("2001-01-01"));
        assertThat(seen[1]).as("/etc").isEqualTo(etc);
        assertThat(seen[2]).isEqualTo("""
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
                String rounds = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
                assertThat(Integer.parseInt(rounds)).as("swaps").isGreaterThan(20);
                Files.delete(HOME.resolve("repos/web/stop"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /// Swaps the folder `f` of the repository for a link to `target`, and `p` for one to its parent, and
    /// back, as fast as it can. A name below `p` may so be the target's own: only the way to it is exchanged.
    static Loop swapping(String target) {
        return loop("/home/dev/repos/web", target);
    }

    /// @param where a folder that the container shares, and that has a folder `f`
    static Loop loop(String where, String target) {
        String script = """
                exec 2>/dev/null; cd %1$s; ln -s %2$s link; ln -s %3$s parent; touch /home/dev/repos/web/going
                n=0
                while [ ! -e /home/dev/repos/web/stop ]; do
                    mv f real; mv link f; mv f link; mv real f; n=$((n + 1))
                    [ ! -d p ] || { mv p was; mv parent p; mv p parent; mv was p; }
                done
                rm -f link parent; echo $n
                """.formatted(where, target, Path.of(target).getParent());
        Process process = Lab.dev().start(command("1000", script));
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(HOME.resolve("repos/web/going")));
        return new Loop(process);
    }
}
