package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Forks on the real Incus, as an ordinary user.
class ForkLabIT {
    /// What a person sees of the repository of the parent.
    private static final String SEEN = "cd repos/web; find . -path ./.git -prune -o -type f -print0 | sort -z |"
            + " xargs -0 sha256sum; sha256sum .git/index; git status --porcelain=v2; git ls-files -s; cat .git/HEAD";

    @BeforeEach
    void web() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().run("repoman", "new", "web", "--image", "tiny").ok();
        Lab.dev().sh("""
                        set -e; cd repos/web; git config user.name Dev; git config user.email d@example.org
                        echo one >a; git add a; git commit -qm one; echo staged >>a; git add a; echo more >>a; echo u >untracked
                        """).ok();
        inside("web", "echo 0123456789abcdef0123456789abcdef >/etc/machine-id; echo x >/etc/installed");
    }

    private static String inside(String project, String script) {
        return Lab.dev()
                .run("repoman", "exec", project, "--root", "--", "sh", "-c", script)
                .ok()
                .out();
    }

    private static String status(String name) {
        return Lab.daemon().get("/1.0/instances/" + name + "?project=repoman").path("metadata.status");
    }

    @Test
    void twoForksWorkAtOnceAtTheSamePath() {
        String before = Lab.dev().sh(SEEN).ok().out();
        Lab.dev()
                .sh("cd repos/web && { repoman fork a & one=$!; repoman fork b && wait $one; }")
                .ok();
        assertThat(Lab.dev().sh(SEEN).ok().out()).isEqualTo(before);
        assertThat(status("web")).isEqualTo("Running");
        for (String fork : new String[] {"web.a", "web.b"}) {
            assertThat(inside(fork, "cat /etc/installed; wc -c </etc/machine-id; cd /home/dev/repos/web; pwd; cat a"))
                    .isEqualTo("x\n0\n/home/dev/repos/web\none\nstaged\nmore\n");
            assertThat(Lab.dev().run("repoman", "exec", fork, "--", "pwd").ok().out())
                    .isEqualTo("/home/dev/repos/web\n");
            assertThat(Lab.dev().run("repoman", "status", fork, "--check").ok().out())
                    .contains("running");
            assertThat(Lab.dev().run("repoman", "repair", fork, "--yes").ok().out())
                    .isEqualTo("nothing to do\n");
        }
        assertThat(inside("web", "wc -c </etc/machine-id")).isEqualTo("33\n");
        Lab.dev().sh("""
                        for fork in a b; do
                            (repoman exec web.$fork -- sh -c "echo $fork >of-$fork" && cd repos/web.$fork &&
                                git add -A && git commit -qm "by $fork") &
                        done; wait
                        """).ok();
        assertThat(Lab.dev()
                        .sh(
                                "for fork in a b; do git -C repos/web.$fork log -1 --format=%s; cat repos/web.$fork/of-$fork;"
                                        + " done; git -C repos/web.a fsck --full --no-dangling; git -C repos/web fsck --full")
                        .ok()
                        .out())
                .isEqualTo("by a\na\nby b\nb\n");
        assertThat(Lab.dev().run("repoman", "diff", "web.a").ok().out())
                .startsWith("web.a is 1 commit ahead of web:\n  ")
                .endsWith(" by a\n");
        Lab.dev()
                .sh("repoman land web.a & cd repos/web && repoman land b; wait")
                .ok();
        assertThat(Lab.dev()
                        .sh(
                                "cd repos/web; git log -1 --format=%s fork/a; git log -1 --format=%s fork/b; git fsck --full"
                                        + " --no-dangling; for fork in a b; do git -C ../web.$fork fsck --full --no-dangling; done")
                        .ok()
                        .out())
                .isEqualTo("by a\nby b\n");
        assertThat(Lab.dev().sh(SEEN).ok().out()).isEqualTo(before);
        assertThat(Lab.dev().run("repoman", "list").ok().out())
                .containsPattern("web.a .* landed, ")
                .containsPattern("web.b .* landed, ");
        Process agent = Lab.dev().start("repoman", "exec", "web.a", "--", "sleep", "1000");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Lab.dev()
                        .run("repoman", "remove", "--forks", "web", "-n")
                        .out()
                        .contains("the fork web.a is kept: a command is running in it"));
        Lab.dev().run("repoman", "stop", "web.a").ok();
        LabUser.kill(agent);
        Lab.dev().run("repoman", "remove", "--forks", "web", "--yes").ok();
        assertThat(Lab.dev().sh("ls repos").ok().out()).isEqualTo("web\n");
    }

    @Test
    void aHostileForkHarmsNeitherParentNorHost() {
        String before = Lab.dev().sh(SEEN).ok().out();
        Lab.dev().run("repoman", "fork", "web", "evil").ok();
        inside("web.evil", """
                        cd /home/dev/repos/web; mkdir -p .git/hooks
                        for hook in reference-transaction post-checkout pre-commit post-index-change; do
                            printf '#!/bin/sh\\ntouch /home/dev/ran\\n' >.git/hooks/$hook; chmod 755 .git/hooks/$hook
                        done
                        printf '[core]\\n\\tfsmonitor = touch /home/dev/ran\\n[uploadpack]\\n\\tpackObjectsHook = touch /home/dev/ran\\n' \\
                            >>.git/config
                        ln -s /home/dev/repos/web secret; ln -s /etc/passwd link; echo evil >new; chown -R 1000:1000 . || true
                        """);
        Lab.dev().run("repoman", "diff", "web.evil").ok();
        Lab.dev().run("repoman", "land", "web.evil", "--with-uncommitted").ok();
        assertThat(Lab.dev()
                        .sh("cd repos/web; git show fork/evil:new; git cat-file -p fork/evil:link")
                        .ok()
                        .out())
                .isEqualTo("evil\n/etc/passwd");
        inside("web.evil", "cd /home/dev/repos/web; rm -rf .git; ln -s ../web/.git .git");
        assertThat(Lab.dev().run("repoman", "land", "web.evil").exit()).isEqualTo(4);
        assertThat(Lab.dev()
                        .sh("printf 'web.evil\\ny\\n' | script -qec 'repoman remove web.evil' /dev/null")
                        .ok()
                        .out())
                .contains("type web.evil to delete that too", "web-evil is removed");
        assertThat(Lab.dev().sh("ls -d ran repos/web.evil").out()).isEmpty();
        assertThat(Lab.dev().sh(SEEN).ok().out()).isEqualTo(before);
        assertThat(Lab.dev()
                        .sh("git -C repos/web fsck --full --no-dangling")
                        .ok()
                        .out())
                .isEmpty();
    }

    @Test
    void aForkThatIsKilledIsFinishedByTheSameCommand() {
        String before = Lab.dev().sh(SEEN).ok().out();
        for (String moment : new String[] {
            "copy container", "copy repository", "change container", "start container", "create user", "registry"
        }) {
            Lab.dev()
                    .sh("repoman fork web k 2>err & pid=$!; for i in $(seq 3000); do grep -q '" + moment
                            + "' err && break; kill -0 $pid 2>/dev/null || break; done; kill -9 $pid; wait");
            await().atMost(Duration.ofMinutes(3)).until(() -> status("web").equals("Running"));
            Lab.dev()
                    .sh("repoman list -q | grep -q web-k && [ -d repos/web.k ] || repoman fork web k")
                    .ok();
            Lab.dev().sh("repoman status web.k --check || repoman fork web k").ok();
            assertThat(Lab.dev().sh(SEEN).ok().out()).as(moment).isEqualTo(before);
            assertThat(inside("web.k", "cd /home/dev/repos/web; cat untracked")).isEqualTo("u\n");
            assertThat(Lab.dev()
                            .sh("ls -A repos; git -C repos/web.k status -s")
                            .ok()
                            .out())
                    .as(moment)
                    .isEqualTo("web\nweb.k\nMM a\n?? untracked\n");
            Lab.dev().sh("repoman remove web.k --yes && rm -rf repos/web.k").ok();
        }
    }
}
