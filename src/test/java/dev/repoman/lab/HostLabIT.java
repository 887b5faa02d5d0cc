package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Projects on another machine, over TLS: `--host`.
@LabTest
class HostLabIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Path work;

    @BeforeEach
    void twoMachines() {
        work = Lab.twoMachines();
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

    private static Ran inside(String line) {
        return Lab.dev().run("repoman", "shell", "web", "--", line);
    }

    private static Ran created() {
        repoman("setup --host work --yes").ok();
        return repoman("new web --host work --image debian").ok();
    }

    private static JsonNode row(String name) {
        JsonNode projects = repoman("list --json").json().path("projects");
        return StreamSupport.stream(projects.spliterator(), false)
                .filter(project -> project.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void setupPreparesTheMachineAndItsValuesAreKeptApart() {
        Ran dry = repoman("setup --host work --dry-run").ok();
        assertThat(dry.out())
                .contains("create Incus project work:repoman", "give profile default a network card (br0)")
                .contains("the profile claude-share does not exist on work");
        assertThat(Lab.dev().sh("incus project list work: -f csv").ok().out()).doesNotContain("repoman");
        refused("setup --host work --check", 6);

        assertThat(repoman("setup --host work --yes").ok().out())
                .isEqualTo("work is ready: repoman new NAME --host work\n");
        assertThat(Lab.dev().sh("cat .config/repoman/repoman.toml").ok().out()).endsWith("""

                [[host]]
                name          = "work"
                remote        = "work"
                incus_project = "repoman"
                profiles      = ["default"]
                bridge        = "br0"
                """);
        repoman("setup --host work --check").ok();
        assertThat(repoman("setup --host work --yes").ok().out()).isEqualTo("nothing to do\n");
        repoman("setup --host work --image debian --yes").ok();
        repoman("new web --host work").ok();
        assertThat(row("web").path("image").asText()).isEqualTo("debian");
    }

    @Test
    void everyCommandWorksWhereTheProjectIs() {
        created();
        assertThat(inside("pwd; id -un; cat file; git log --format='%an %s'")
                        .ok()
                        .out())
                .isEqualTo("/home/dev/repos/web\ndev\none\nDev first\n");
        assertThat(repoman("exec web -- sh -c 'exit 7'").exit()).isEqualTo(7);
        assertThat(repoman("list").ok().out()).containsPattern("HOST\nweb +running .* work");
        assertThat(row("web").path("host").asText()).isEqualTo("work");
        assertThat(repoman("status web").ok().out())
                .containsPattern("host +work")
                .containsPattern("device repo +volume repoman-web\\.[0-9a-f]{8} of the pool default");
        assertThat(Lab.dev().sh("incus list -f csv -c n --project repoman").ok().out())
                .isEmpty();

        repoman("stop web").ok();
        repoman("start web").ok();
        repoman("checkpoint web before").ok();
        inside("touch /tmp/gone").ok();
        repoman("undo web before --container --yes").ok();
        assertThat(inside("ls /tmp").ok().out()).doesNotContain("gone");
        repoman("port web 8080:3000").ok();
        assertThat(repoman("port web").ok().out()).contains("127.0.0.1:8080");
        assertThat(refused("open web", 4).err()).contains("the ports of web are on the host work");
        assertThat(refused("fork web task", 4).err()).contains("--repo web --host work");
        assertThat(refused("rename web shop", 4).err()).contains("repoman new shop --repo web --host work");
        repoman("ssh-config --install").ok();
        assertThat(repoman("doctor web").out())
                .contains("the host work answers, with Incus 6", "you are dev inside")
                .doesNotContain("Instance not found");
    }

    /// Also once its container is gone.
    @Test
    void theRepositoryIsExchangedByGit() {
        created();
        Lab.dev()
                .sh("cd repos/web && git commit -q --allow-empty -m second && git push -q repoman::web main")
                .ok();
        assertThat(inside("git log -1 --format=%s; git commit -q --allow-empty -m third")
                        .ok()
                        .out())
                .isEqualTo("second\n");
        assertThat(Lab.dev()
                        .sh("cd repos/web && git fetch -q repoman::web main && git log -1 --format=%s FETCH_HEAD")
                        .ok()
                        .out())
                .isEqualTo("third\n");
        inside("echo two >file").ok();
        Ran dirty = Lab.dev()
                .sh("cd repos/web && git reset -q --hard FETCH_HEAD && git commit -q --allow-empty -m fourth"
                        + " && git push repoman::web main");
        assertThat(dirty.exit()).isNotZero();
        assertThat(dirty.err()).contains("Working directory has unstaged changes");
        assertThat(inside("cat file").ok().out()).isEqualTo("two\n");

        Lab.root()
                .sh("mkdir -p /home/backup && touch /home/backup/.repoman-backup && chown -R dev: /home/backup")
                .ok();
        repoman("config set defaults.backup_root /home/backup").ok();
        repoman("sync --all").ok();
        assertThat(Lab.dev()
                        .sh("git --git-dir=/home/backup/web.git log -1 --format=%s main")
                        .ok()
                        .out())
                .isEqualTo("third\n");

        Lab.dev().sh("incus delete -f work:web --project repoman").ok();
        assertThat(repoman("list").err()).contains("repoman repair web");
        repoman("repair web").ok();
        assertThat(inside("cat file").ok().out()).isEqualTo("two\n");
        assertThat(repoman("remove web --yes").ok().err()).contains("the repository is kept, in the volume");
        assertThat(repoman("new web --host work --image debian").ok().err()).contains("the repository in it is kept");
        repoman("remove web --yes --purge-volume").ok();
        assertThat(Lab.dev()
                        .sh("incus storage volume list work:default --project repoman -f csv")
                        .ok()
                        .out())
                .isEmpty();
    }

    /// The projects of this host and of others are listed all the same.
    @Test
    void aMachineThatCannotBeReachedIsARow() {
        created();
        repoman("new api --image tiny").ok();
        Lab.machine("cut", "work");
        Ran list = repoman("list").ok();
        assertThat(list.out()).containsPattern("web +unknown .* work").containsPattern("api +running");
        assertThat(list.err()).isEqualTo("warning: the host work does not answer within 2 s\n");
        assertThat(row("web").path("trouble").asText()).isEqualTo("the host work does not answer within 2 s");
        assertThat(refused("shell web -- true", 3).err()).contains("the host work", "hint: ");
        assertThat(refused("status web", 3).out()).containsPattern("state +unknown");

        Lab.machine("kill", "work");
        assertThat(repoman("list").ok().out()).containsPattern("web +unknown").containsPattern("api +running");
        assertThat(repoman("doctor").out()).contains("! the host work does not answer");
        assertThat(refused("exec web -- true", 3).err()).contains("hint: is it up, and is the network?");
        Lab.machine("start", "work");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (repoman("start web").exit() != 0) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        assertThat(inside("cat file").ok().out()).isEqualTo("one\n");
    }

    /// Whatever is in its way is refused, with the way out.
    @Test
    void uncommittedWorkTravels() {
        assertThat(created().err()).contains("add the git remote repoman (repoman::web) to ~/repos/web");
        assertThat(here("git remote get-url repoman").out()).isEqualTo("repoman::web\n");
        here("echo two >file; mkdir new; echo three >new/three; echo no >ignored; echo ignored >.git/info/exclude");
        assertThat(repoman("send web --wip --dry-run").ok().out())
                .contains("bring what is not committed in ~/repos/web inside (1 changed, 1 untracked)");
        assertThat(inside("git status -s").ok().out()).isEmpty();
        assertThat(repoman("send web --wip").ok().out()).isEqualTo("your uncommitted work is inside web\n");
        assertThat(inside("git status -s; cat file new/three; ls").ok().out())
                .isEqualTo(" M file\n?? new/\ntwo\nthree\nfile\nnew\n");
        here("git status -s >/tmp/status; test $(wc -l </tmp/status) = 2; rm -r new; echo four >file");
        repoman("send web --wip").ok();
        assertThat(inside("git status -s; cat file").ok().out()).isEqualTo(" M file\nfour\n");

        inside("echo theirs >file").ok();
        assertThat(refused("send web --wip", 4).err()).contains("other uncommitted work inside web", "git status");
        assertThat(inside("cat file").ok().out()).isEqualTo("theirs\n");
        inside("git commit -qam theirs").ok();
        assertThat(refused("send web --wip", 4).err()).contains("at another commit", "git push repoman::web");
        here("git commit -qam ours; echo five >file");
        assertThat(refused("send web --wip", 4).err()).contains("is not inside web", "git push repoman::web");
        here("git checkout -q -- .");
        assertThat(repoman("send web --wip").ok().out()).isEqualTo("nothing to do\n");
        assertThat(refused("send web", 2).err()).contains("--wip");
        repoman("new api --image tiny").ok();
        assertThat(refused("send api --wip", 4).err()).contains("is ~/repos/api itself");
        Lab.dev().sh("mv repos/web away").ok();
        assertThat(refused("send web --wip", 4).err()).contains("git clone repoman::web ~/repos/web");
    }

    /// Incus then says 500, and not that the project is not there.
    @Test
    void aCertificateThatMayNotUseTheProjectIsNamed() {
        created();
        try {
            trust("{\"restricted\":true,\"projects\":[\"default\"]}");
            Ran list = repoman("list").ok();
            assertThat(list.out()).containsPattern("web +unknown");
            assertThat(list.err()).contains("warning: Incus does not allow this");
            assertThat(refused("exec web -- true", 3).err())
                    .contains("hint: on that machine, incus config trust list shows what your certificate may use");
            refused("setup --host work --yes", 3);
        } finally {
            trust("{\"restricted\":false,\"projects\":[]}");
        }
        repoman("exec web -- true").ok();
    }

    private void trust(String change) {
        Lab.root()
                .env("INCUS_SOCKET", work.toString())
                .env("CHANGE", change)
                .sh("""
                for c in $(incus query /1.0/certificates | tr -d '[]",'); do incus query -X PATCH $c -d "$CHANGE"; done""")
                .ok();
    }

    private static Ran here(String line) {
        return Lab.dev().sh("cd repos/web && " + line).ok();
    }

    @Test
    void whatCannotBe() {
        repoman("setup --host work --yes").ok();
        Stream.of("""
                new web --host nosuch                | 2 | the host "nosuch" is not in the registry      | hosts: work
                new web --host work --clone /tmp/x   | 4 | does not clone itself                         | git clone /tmp/x
                new web --host work --ssh-agent      | 4 | the ssh agent of this host                    | leave out --ssh-agent
                new web --host work --target node1   | 4 | is not a cluster                              | leave out --target
                new web --host work --image nosuch   | 1 | the image "nosuch" does not exist             | incus image list
                new web --host work --profile nosuch | 1 | the profile "nosuch" does not exist           | incus profile list work: --project repoman
                new web --host work --llm            | 1 | the profile "llm-share" does not exist        | on that machine
                setup --host nosuch --yes            | 3 | the remote nosuch is not in the configuration | incus remote add nosuch
                setup --host local --yes             | 2 | local is the remote of this host              | repoman setup
                setup --host a/b --yes               | 2 | is not the name of a remote                   | allowed:
                setup --remote work                  | 2 | --remote needs --host                         | repoman setup --host NAME
                setup --host work --with-llm         | 2 | only --remote, --bridge and --image           | on that machine
                """.split("\n"))
                .map(line -> line.split(" *\\| "))
                .forEach(line -> assertThat(
                                refused(line[0], Integer.parseInt(line[1])).err())
                        .as(line[0])
                        .contains(line[2], "hint: ", line[3]));
        assertThat(repoman("list --json").json().path("projects")).isEmpty();
    }
}
