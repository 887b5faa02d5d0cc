package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Checkpoints and undo on the real Incus, as an ordinary user.
class CheckpointLabIT {
    /// What a person sees of the repository.
    private static final String SEEN =
            "cd repos/web; find . -path ./.git -prune -o -type f -print0 | sort -z | xargs -0 sha256sum;"
                    + " git status --porcelain=v2 --branch; git ls-files -s; git for-each-ref; git fsck --full --no-dangling";

    @BeforeEach
    void web() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().run("repoman", "new", "web", "--image", "tiny").ok();
        Lab.dev().sh("""
                        set -e; cd repos/web; git config user.name Dev; git config user.email d@example.org
                        echo one >a; git add a; git commit -qm one; echo staged >>a; git add a; echo more >>a; echo u >untracked
                        """).ok();
    }

    private static String inside(String script) {
        return Lab.dev()
                .run("repoman", "exec", "web", "--root", "--", "sh", "-c", script)
                .out();
    }

    private static String status() {
        return Lab.daemon().get("/1.0/instances/web?project=repoman").path("metadata.status");
    }

    @Test
    void anUndoAfterEverythingIsGoneBringsBothHalvesBack() {
        String before = Lab.dev().sh(SEEN).ok().out();
        Lab.dev().sh("cd repos/web && repoman checkpoint good").ok();
        assertThat(Lab.dev().sh(SEEN).ok().out()).isEqualTo(before);
        assertThat(status()).isEqualTo("Running");

        inside("echo x >/etc/installed; cd /home/dev/repos/web; rm -rf ./* .git; echo evil >new");
        assertThat(Lab.dev().run("repoman", "undo", "web", "--dry-run").ok().out())
                .contains("files: 2 return, 1 goes; .git returns", "+ untracked", "- new");
        String undone = Lab.dev().run("repoman", "undo", "web", "--yes").ok().out();
        assertThat(Lab.dev().sh(SEEN).ok().out()).isEqualTo(before);
        assertThat(inside("ls /etc/installed")).isEmpty();
        assertThat(status()).isEqualTo("Running");
        assertThat(Lab.dev().run("repoman", "status", "web", "--check").ok().out())
                .contains("running");
        assertThat(Lab.dev()
                        .run("repoman", "exec", "web", "--", "touch", "by-the-agent")
                        .ok()
                        .out())
                .isEmpty();

        String undo = undone.substring(undone.indexOf("undo-")).strip();
        Lab.dev().run("repoman", "undo", "web", undo, "--yes").ok();
        assertThat(Lab.dev().sh("ls repos/web").ok().out()).isEqualTo("new\n");
        assertThat(inside("ls /etc/installed")).isEqualTo("/etc/installed\n");
        assertThat(Lab.dev().run("repoman", "checkpoints", "web").ok().out().lines())
                .hasSize(4);
    }

    /// A container that stayed frozen would be the end of an agent's work.
    @Test
    void whoIsKilledLeavesNoFrozenContainer() {
        for (String moment : new String[] {"freeze container", "take snapshot", "thaw container"}) {
            Lab.dev()
                    .sh("repoman checkpoint web killed 2>err & pid=$!; for i in $(seq 3000); do grep -q '" + moment
                            + "' err && break; kill -0 $pid 2>/dev/null || break; done; kill -9 $pid; wait");
            await().atMost(Duration.ofMinutes(3)).until(() -> status().equals("Running"));
            Lab.dev()
                    .sh("repoman checkpoint web killed || repoman undo web killed --repo --yes")
                    .ok();
            assertThat(Lab.dev()
                            .run("repoman", "checkpoints", "web", "--json")
                            .ok()
                            .out())
                    .contains("\"killed\"");
            assertThat(Lab.daemon()
                            .get("/1.0/instances/web/snapshots?project=repoman")
                            .jsonPath()
                            .getList("metadata"))
                    .hasSizeLessThanOrEqualTo(1);
            Lab.dev()
                    .sh(
                            "incus snapshot delete web repoman-killed --project repoman; rm -rf .local/share/repoman/checkpoints");
        }
    }

    @Test
    void anUndoThatIsKilledIsFinishedByTheSameCommand() {
        String before = Lab.dev().sh(SEEN).ok().out();
        Lab.dev().run("repoman", "checkpoint", "web", "good").ok();
        for (String moment :
                new String[] {"save repository", "take snapshot", "restore repository", "restore container"}) {
            inside("cd /home/dev/repos/web; rm -rf .git a; echo x >b; echo x >/etc/installed");
            Lab.dev()
                    .sh("repoman undo web good --yes 2>err & pid=$!; for i in $(seq 3000); do grep -q '" + moment
                            + "' err && break; kill -0 $pid 2>/dev/null || break; done; kill -9 $pid; wait");
            Lab.dev().run("repoman", "undo", "web", "good", "--yes").ok();
            assertThat(Lab.dev().sh(SEEN).ok().out()).as(moment).isEqualTo(before);
            assertThat(inside("ls /etc/installed")).isEmpty();
            assertThat(status()).isEqualTo("Running");
        }
    }
}
