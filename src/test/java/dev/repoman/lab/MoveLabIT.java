package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Projects that go from one machine to another, over TLS: `move`.
@LabTest
class MoveLabIT {
    @BeforeEach
    void twoMachines() {
        Lab.twoMachines();
        repoman("setup --host work --yes").ok();
    }

    @AfterEach
    void reachable() {
        Lab.machine("connect", "work");
    }

    private static Ran repoman(String line) {
        return Lab.dev().sh("repoman " + line);
    }

    private static Ran refused(String line, int exit) {
        Ran ran = repoman(line);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        return ran;
    }

    private static Ran inside(String name, String line) {
        return Lab.dev().run("repoman", "shell", name, "--", line);
    }

    private static Ran here(String line) {
        return Lab.dev().sh("cd repos/web && " + line).ok();
    }

    /// Containers and volumes of repositories, here and there.
    private static String everywhere() {
        return Lab.dev().sh("""
                        for at in local: work:; do
                            incus list $at -c ns -f csv --project repoman | sed "s/^/$at/"
                            incus storage volume list ${at}default -f csv -c n --project repoman type=custom | sed "s/^/$at/; s/[.].*//"
                        done
                        """).ok().out();
    }

    @Test
    void aProjectGoesThereAndBack() {
        repoman("new web --image debian").ok();
        repoman("checkpoint web before").ok();
        Lab.dev()
                .sh("incus config device add web mine unix-char source=/dev/null path=/dev/mine --project repoman")
                .ok();
        inside("web", "sudo touch /opt/installed; echo kept >~/notes; echo ignored >.git/info/exclude")
                .ok();
        here("echo two >file; echo no >ignored");
        Ran dry = repoman("move web work --dry-run").ok();
        assertThat(dry.out())
                .startsWith("repoman move web work would:\n"
                        + "  • create profile work:claude-share (empty, for snapshots that name it)\n"
                        + "  • stop container web, and copy it to work:web\n")
                .contains("bring what is not committed in ~/repos/web inside (1 changed)", "  • delete container web\n")
                .contains("kept: the repository ~/repos/web, with its ignored files")
                .contains("left out, since it is not there: the profile claude-share")
                .contains("left out, since repoman did not make it: the device mine");
        assertThat(everywhere()).isEqualTo("local:web,RUNNING\n");

        Ran moved = repoman("move web work --yes").ok();
        assertThat(moved.out()).isEqualTo("web is on work\n");
        assertThat(everywhere()).isEqualTo("work:web,RUNNING\nwork:repoman-web\n");
        assertThat(inside("web", "git status -s; git log --format=%s; cat file ~/notes; ls /opt")
                        .ok()
                        .out())
                .isEqualTo(" M file\nfirst\ntwo\nkept\ninstalled\n");
        assertThat(here("cat file ignored; git remote get-url repoman").out()).isEqualTo("two\nno\nrepoman::web\n");
        assertThat(repoman("status web --check").ok().out())
                .containsPattern("host +work")
                .containsPattern("profiles +default \\(");
        assertThat(repoman("checkpoints web").ok().out()).contains("before");
        assertThat(repoman("move web work --yes").ok().out()).isEqualTo("nothing to do\n");

        assertThat(refused("move web local --yes", 4).err())
                .contains("there is uncommitted work inside web", "git fetch repoman::web");
        inside("web", "git commit -qam second").ok();
        assertThat(refused("move web local --yes", 4).err())
                .contains("there are commits inside web that are not in ~/repos/web")
                .contains("git -C ~/repos/web fetch repoman::web");
        assertThat(everywhere()).contains("work:web,RUNNING");
        here("git checkout -q . && git fetch -q repoman && git merge -q repoman/main");
        assertThat(repoman("move web local --yes").ok().out()).isEqualTo("web is on this host\n");
        assertThat(inside("web", "git log --format=%s; cat ignored ~/notes; ls /opt")
                        .ok()
                        .out())
                .isEqualTo("second\nfirst\nno\nkept\ninstalled\n");
        assertThat(repoman("status web --check").ok().out()).doesNotContain("host  ");
        assertThat(everywhere()).isEqualTo("local:web,RUNNING\nwork:repoman-web\n");

        assertThat(refused("move web work --yes", 4).err())
                .contains(
                        "there is a volume of an earlier web", "incus storage volume delete work:default repoman-web.");
    }

    /// A sealed one, whose repository goes in its volume, whatever is in it.
    @Test
    void aMoveThatIsKilledIsEndedByTheSameCommand() {
        repoman("new web --image debian --containment sealed").ok();
        inside(
                        "web",
                        "echo ignored >.git/info/exclude; echo i >ignored; echo u >untracked; git commit -qm inside --allow-empty")
                .ok();
        boolean there = true;
        for (String step : List.of("stop container", "copy volume", "write to", "start container")) {
            String target = there ? "work" : "local";
            Lab.dev()
                    .sh("repoman move web " + target + " --yes 2>log & p=$!; until grep -q '. " + step
                            + "' log || ! kill -0 $p 2>/dev/null; do :; done; kill -9 $p; wait; :")
                    .ok();
            assertThat(everywhere().split(",RUNNING", -1))
                    .as("running after " + step)
                    .hasSizeLessThan(3);
            Ran list = repoman("list").ok();
            assertThat(list.out()).as(step).containsPattern("web +orphan");
            assertThat(list.err()).contains("web: this copy is left from a move that was interrupted");
            assertThat(repoman("move web " + target + " --yes").ok().out())
                    .isEqualTo("web is on " + (there ? "work" : "this host") + "\n");
            assertThat(everywhere().replaceAll(",.*", ""))
                    .as(step)
                    .isEqualTo(there ? "work:web\nwork:repoman-web\n" : "local:web\nlocal:repoman-web\n");
            assertThat(inside("web", "git status -s; git log --format=%s; cat ignored")
                            .ok()
                            .out())
                    .isEqualTo("?? untracked\ninside\nfirst\ni\n");
            there = !there;
        }
    }

    /// The container here starts again, and is as it was; but not where the copy may run.
    @Test
    void aMoveThatFailsIsTakenBack() throws Exception {
        repoman("new web --image debian").ok();
        inside("web", "head -c 300000000 /dev/zero >~/big").ok();
        Process copying = Lab.dev().start("sh", "-c", "exec repoman move web work --yes 2>log");
        until("incus list work: -c n -f csv --project repoman | grep -q web");
        Lab.machine("cut", "work");
        assertThat(copying.waitFor()).as(log()).isEqualTo(3);
        assertThat(log())
                .contains("✗ stop container web, and copy it to work:web", "repoman: the host work does not answer");
        assertThat(row("web")).contains("running");
        Lab.machine("connect", "work");

        Process started = Lab.dev().start("sh", "-c", "exec repoman move web work --yes 2>log");
        until("grep -q '. start container' log");
        Lab.machine("cut", "work");
        assertThat(started.waitFor()).as(log()).isEqualTo(3);
        assertThat(log()).contains("could not roll back the entry of web: the host work does not answer");
        assertThat(Lab.dev().sh("incus list -c ns -f csv --project repoman").out())
                .isEqualTo("web,STOPPED\n");
        Lab.machine("connect", "work");
        assertThat(repoman("move web work --yes").ok().out()).isEqualTo("web is on work\n");
        assertThat(everywhere()).isEqualTo("work:web,RUNNING\nwork:repoman-web\n");
        assertThat(inside("web", "wc -c <~/big; git log --format=%s").ok().out())
                .isEqualTo("300000000\nfirst\n");
    }

    @Test
    void whatCannotBeMovedIsSaidBeforeAnythingIsDone() {
        repoman("new web --image debian").ok();
        assertThat(refused("move web nosuch", 2).err())
                .contains("the host \"nosuch\" is not in the registry", "hosts: work");
        assertThat(refused("move nosuch work", 1).err()).contains("no project nosuch");
        assertThat(refused("move web", 2).err()).contains("HOST");
        assertThat(refused("move web work </dev/null", 2).err()).contains("--yes");

        Lab.dev()
                .sh("incus init work:debian work:web --project repoman -c user.repoman.created=earlier")
                .ok();
        assertThat(refused("move web work --yes", 4).err()).contains("there is another container work:web");
        Lab.dev()
                .sh(
                        "incus delete work:web --project repoman; incus config set web security.protection.delete=true --project repoman")
                .ok();
        assertThat(refused("move web work --yes", 4).err()).contains("protected against deletion");
        Lab.dev()
                .sh("incus config unset web security.protection.delete --project repoman; repoman fork web task")
                .ok();
        assertThat(refused("move web work --yes", 4).err()).contains("web has forks");
        assertThat(refused("move web.task work --yes", 4).err()).contains("web.task is a fork");
        assertThat(repoman("remove web.task --yes").exit()).isZero();
        Lab.dev()
                .sh("mv repos/web repos/away; mkdir repos/web; touch repos/web/file")
                .ok();
        assertThat(refused("move web work --yes", 4).err())
                .contains("~/repos/web is not a repository with a commit", "hint: commit what is in it");
        assertThat(everywhere()).isEqualTo("local:web,RUNNING\n");
    }

    private static String log() {
        return Lab.dev().sh("cat log").out();
    }

    private static String row(String name) {
        return Lab.dev().sh("repoman list | grep '^" + name + " '").ok().out();
    }

    private static void until(String command) {
        await().atMost(Duration.ofMinutes(2)).until(() -> Lab.dev().sh(command).exit() == 0);
    }
}
