package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `new`, `shell`, `list`, `status` and `remove` on the real Incus, as an ordinary user.
@LabTest
class ProjectLabIT {
    @BeforeEach
    void host() {
        Lab.reset();
        Lab.bareSetup();
    }

    /// tiny: the user already exists; tiny-ubuntu: his uid is another's; debian: systemd, sudo, no such user.
    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny-ubuntu", "debian"})
    void theSamePersonOnBothSides(String image) throws IOException {
        Path repo = Files.createDirectories(Lab.repos().resolve("demo"));
        Lab.dev().sh("true").ok();
        Lab.root().run("chown", "-R", "dev:dev", repo.toString()).ok();
        Lab.dev()
                .sh("cd repos/demo && git init -q && echo hi > file && chmod 600 file")
                .ok();

        assertThat(Lab.dev()
                        .run("repoman", "new", "demo", "--image", image)
                        .ok()
                        .out())
                .isEqualTo("demo is ready: repoman shell demo\n");
        Ran inside = Lab.dev()
                .run(
                        "repoman",
                        "shell",
                        "demo",
                        "--",
                        "id -un; id -u; id -g; pwd; echo $HOME $USER $LOGNAME; cat file; touch made; stat -c %U . file ~"
                                + " ~/.local; command -v sudo >/dev/null && sudo -n true && echo sudo");
        assertThat(inside.out())
                .startsWith("dev\n1000\n1000\n/home/dev/repos/demo\n/home/dev dev dev\nhi\ndev\ndev\ndev\ndev\n");
        assertThat(inside.out().endsWith("sudo\n")).isEqualTo(image.equals("debian"));
        assertThat(Files.getAttribute(repo.resolve("made"), "unix:uid")).isEqualTo(1000);
        assertThat(Lab.dev()
                        .sh("echo more >> repos/demo/made && ls -l repos/demo")
                        .ok()
                        .out())
                .contains("dev dev");

        Lab.daemon()
                .get("/1.0/instances/demo?project=repoman")
                .then()
                .statusCode(200)
                .body("metadata.status", equalTo("Running"))
                .body("metadata.config.'user.repoman.repo'", equalTo("/home/dev/repos/demo"))
                .body("metadata.config.'user.repoman.image'", equalTo(image))
                .body("metadata.devices.repo.shift", equalTo("true"))
                .body("metadata.devices.repo.path", equalTo("/home/dev/repos/demo"));

        assertThat(Lab.dev().run("repoman", "remove", "demo", "--yes").ok().out())
                .isEqualTo("demo is removed\n");
        Lab.daemon().get("/1.0/instances/demo?project=repoman").then().statusCode(404);
        assertThat(repo.resolve("made")).hasContent("more");
    }

    @Test
    void whereYouStandCounts() {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        Lab.dev().sh("mkdir -p repos/demo/src && ln -s repos/demo/src here").ok();
        assertThat(Lab.dev()
                        .sh("cd repos/demo/src && repoman status --check")
                        .ok()
                        .out())
                .startsWith("project      demo\n");
        assertThat(Lab.dev().sh("cd here && repoman shell -- pwd").ok().out()).isEqualTo("/home/dev/repos/demo/src\n");
        assertThat(Lab.dev().sh("cd repos/demo && repoman exec -- pwd").ok().out())
                .isEqualTo("/home/dev/repos/demo\n");
        assertThat(Lab.dev().sh("repoman exec repos/demo/src -- pwd").ok().out())
                .isEqualTo("/home/dev/repos/demo\n");
        assertThat(Lab.dev().sh("cd here && repoman stop && repoman ls").ok().out())
                .contains("demo is stopped\n", "demo  stopped");
        Lab.daemon().get("/1.0/instances/demo?project=repoman").then().body("metadata.status", equalTo("Stopped"));
        assertThat(Lab.dev().sh("cd repos && repoman start demo/src").ok().out())
                .isEqualTo("demo is running\n");
        assertThat(Lab.dev().sh("cd repos/demo && repoman status --host").ok().out())
                .startsWith("incus ");
        Ran outside = Lab.dev().sh("cd repos && repoman restart");
        assertThat(outside.exit()).isEqualTo(2);
        assertThat(outside.err()).contains("NAME is missing, and ~/repos is in no project's repository");
        Lab.dev().sh("mv repos/demo repos/away; repoman stop demo").ok();
        Ran gone = Lab.dev().run("repoman", "start", "demo");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).contains("the repository /home/dev/repos/demo does not exist");
    }

    @Test
    void shellIsAPipe() {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        for (int code : new int[] {0, 3, 127, 137}) {
            String command = code == 137 ? "kill -9 $$" : code == 127 ? "nosuch-command" : "exit " + code;
            assertThat(Lab.dev().run("repoman", "shell", "demo", "--", command).exit())
                    .as(command)
                    .isEqualTo(code);
        }
        byte[] blob = new byte[10_000_000];
        new Random(1).nextBytes(blob);
        Ran cat = Lab.dev().stdin(blob).run("repoman", "shell", "demo", "--", "cat; echo apart >&2");
        assertThat(cat.exit()).isZero();
        assertThat(cat.stdout()).isEqualTo(blob);
        assertThat(cat.err()).isEqualTo("apart\n");
        assertThat(Lab.dev().sh("repoman shell demo -- yes | head -n 1").ok().out())
                .isEqualTo("y\n");
        Lab.dev().run("incus", "stop", "-f", "demo", "--project", "repoman").ok();
        assertThat(Lab.dev()
                        .run("repoman", "shell", "demo", "--", "echo", "up")
                        .ok()
                        .out())
                .isEqualTo("up\n");
    }

    /// In an environment that speaks of another repository, project and server.
    @Test
    void shellOnATerminal() {
        Lab.dev()
                .env("GIT_DIR", "/home/dev/another/.git")
                .env("GIT_WORK_TREE", "/home/dev/another")
                .run("repoman", "new", "demo", "--image", "tiny")
                .ok();
        assertThat(Lab.repos().resolve("demo/.git")).isDirectory();
        Ran ran = Lab.dev()
                .env("INCUS_PROJECT", "nosuch")
                .env("INCUS_REMOTE", "nosuch")
                .sh(
                        "printf 'tty; echo [$TERM]; pwd; exit 7\\n' | script -qec 'repoman shell demo' /dev/null; echo code $?");
        assertThat(ran.out())
                .contains("/dev/pts/")
                .contains("/home/dev/repos/demo")
                .contains("code 7");
    }

    /// Incus itself lets it continue.
    @Test
    void whatRunsInsideEndsWithTheRun() throws Exception {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        for (String signal : List.of("TERM", "INT", "HUP")) {
            Process run = Lab.dev()
                    .start(
                            "repoman",
                            "shell",
                            "demo",
                            "--",
                            "(trap '' HUP; exec sleep 4710) & sleep 4711 | cat; sleep 4711; :");
            await().atMost(Duration.ofMinutes(3)).until(() -> inside("sleep 4711"));
            Lab.root().run("kill", "-" + signal, Long.toString(run.pid())).ok();
            assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).as(signal).isEqualTo(130);
            await().atMost(Duration.ofMinutes(3)).until(() -> !inside("sleep 4711"));
            assertThat(inside("sleep 4710")).as(signal).isTrue();
            Lab.root()
                    .run("incus", "exec", "demo", "--project", "repoman", "--", "killall", "sleep")
                    .ok();
        }
        Process terminal = Lab.dev().start("script", "-qec", "repoman shell demo", "/dev/null");
        // what is typed before the client reads may be lost
        await().atMost(Duration.ofMinutes(3)).until(() -> {
            terminal.getOutputStream().write("sleep 4712\n".getBytes(UTF_8));
            terminal.getOutputStream().flush();
            return inside("sleep 4712");
        });
        terminal.destroyForcibly();
        await().atMost(Duration.ofMinutes(3)).until(() -> !inside("sleep 4712") && !inside("/bin/sh -l"));
    }

    private static boolean inside(String process) {
        return Lab.root()
                .run("incus", "exec", "demo", "--project", "repoman", "--", "ps", "-o", "args")
                .ok()
                .out()
                .contains("\n" + process);
    }

    @Test
    void cloneAndDefaults() {
        Lab.dev()
                .sh(
                        "git init -q -b main origin && cd origin && git -c user.name=d -c user.email=d@d commit -q --allow-empty -m x")
                .ok();
        Lab.dev()
                .run("repoman", "new", "demo", "--image", "tiny", "--clone", "/home/dev/origin")
                .ok();
        assertThat(Lab.dev().sh("git -C repos/demo log --oneline").ok().out()).hasLineCount(1);
        Lab.dev().run("repoman", "remove", "demo", "-y").ok();
        Lab.dev()
                .run("repoman", "new", "demo", "--image", "tiny", "--clone", "/home/dev/origin")
                .ok();
        Ran other =
                Lab.dev().run("repoman", "new", "two", "--repo", "demo", "--image", "tiny", "--clone", "/home/dev/x");
        assertThat(other.exit()).isEqualTo(4);
        assertThat(other.err()).contains("is not a clone of /home/dev/x");
    }

    @Test
    void guestIsForbidden() {
        Ran ran = Lab.guest().run("repoman", "new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err())
                .startsWith("repoman: no permission to talk to Incus")
                .contains("incus-admin");
        assertThat(Lab.guest().home().resolve("repos/demo")).doesNotExist();
    }

    @Test
    void aRepositoryOnAFileSystemWithoutIdmappedMountsIsRefusedAndUndone(@TempDir Path layers) {
        Lab.root()
                .sh("mkdir -p /home/dev/repos/over && mount -t tmpfs tmpfs '%1$s' && cd '%1$s' && mkdir l u w"
                                .formatted(layers)
                        + " && mount -t overlay overlay -o lowerdir=l,upperdir=u,workdir=w /home/dev/repos/over"
                        + " && touch /home/dev/repos/over/f && chown -R dev: /home/dev/repos/over")
                .ok();
        try {
            Ran ran = Lab.dev().run("repoman", "new", "over", "--image", "tiny", "--yes");
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err()).contains("idmapped mounts").contains("hint: move the repository to ext4");
            Lab.daemon().get("/1.0/instances/over?project=repoman").then().statusCode(404);
            assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEmpty();
        } finally {
            Lab.root().sh("umount /home/dev/repos/over '" + layers + "'").ok();
        }
    }

    @Test
    void whatANewProjectCannotDoIsSaidByName() throws IOException {
        Lab.dev().sh("git init -q repos/shut; chmod 555 repos/shut").ok();
        Ran ran = Lab.dev().run("repoman", "new", "shut", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("repoman: for dev in shut, the repository /home/dev/repos/shut is not writable");
        Lab.daemon().get("/1.0/instances/shut?project=repoman").then().statusCode(404);
        Lab.dev().sh("chmod 755 repos/shut; repoman new shut --image tiny").ok();
        assertThat(Lab.dev().sh("ls -A repos/shut").ok().out()).isEqualTo(".git\n");
    }

    @ParameterizedTest
    @CsvSource({"/bin, /bin", "/bin/deep, /bin", "/var/run/deep, /var/run"})
    void aLinkOfTheImageInTheWayOfAMountIsNamed(String path, String link) {
        Lab.dev().sh("""
                mkdir -p a .config/repoman/repos.d
                printf '[[device]]\\nname = "it"\\ntype = "disk"\\nsource = "~/a"\\npath = "%s"\\nshift = "true"\\n' \
                    >.config/repoman/repos.d/linked.toml
                """.formatted(path)).ok();
        Ran ran = Lab.dev().run("repoman", "new", "linked", "--image", "debian");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("repoman: the device it cannot be mounted at " + path + ": " + link
                        + " is a symbolic link in the image\nhint: use another path for the device, or another image");
        Lab.daemon().get("/1.0/instances/linked?project=repoman").then().statusCode(404);
    }

    @Test
    void gitWorksInALinkedWorktree() {
        Ran made = Lab.dev().sh("""
                cd repos; git init -q -b main main; cd main
                git config --global user.name Dev; git config --global user.email dev@example.org
                git commit -q --allow-empty -m one; git worktree add -q ../wt -b side; cd
                repoman new wt --image debian
                """).ok();
        assertThat(made.err())
                .contains("note: the repository is a linked worktree, so its git folder ~/repos/main/.git");
        Ran inside = Lab.dev()
                .run(
                        "repoman",
                        "shell",
                        "wt",
                        "--",
                        "git status -sb; echo b > b; git add b; git commit -qm two; git gc -q --prune=now; git log --format=%s");
        assertThat(inside.ok().out()).isEqualTo("## side\ntwo\none\n");
        assertThat(Lab.dev()
                        .sh("git -C repos/wt log --format='%s %an'; git -C repos/main worktree list | wc -l;"
                                + " stat -c %U repos/main/.git/objects; repoman status wt --check")
                        .ok()
                        .out())
                .startsWith("two Dev\none Dev\n2\ndev\n")
                .contains("git          unknown: its history is elsewhere, in /home/dev/repos/main/.git/worktrees/wt");
        Ran sync = Lab.dev()
                .sh("mkdir mirror; repoman config set defaults.backup_root ~/mirror; repoman sync --init-backup-root;"
                        + " repoman sync wt");
        assertThat(sync.err()).contains("history");
        assertThat(Lab.home("dev").resolve("mirror/wt/b")).exists();
    }

    @Test
    void whyAContainerDoesNotStartIsSaid() {
        Lab.dev().sh("""
                mkdir -p a b .config/repoman/repos.d
                printf '[[device]]\\nname = "%s"\\ntype = "disk"\\nsource = "~/%s"\\npath = "%s"\\nshift = "true"\\n' \
                    outer a /mnt/h inner b /mnt/h/x >.config/repoman/repos.d/nested.toml
                """).ok();
        Ran ran = Lab.dev().run("repoman", "new", "nested", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .contains("repoman: Incus: No such file or directory - Failed to open target mountpoint /mnt/h/x")
                .contains("hint: incus info nested --show-log --project repoman");
        Lab.daemon().get("/1.0/instances/nested?project=repoman").then().statusCode(404);
    }

    @Test
    void aRegistryThatCannotBeWrittenStopsACommandBeforeItDoesAnything() {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        String folder = "/home/dev/.config/repoman";
        Lab.root()
                .sh("mount --bind " + folder + " " + folder + " && mount -o remount,bind,ro " + folder)
                .ok();
        try {
            Ran ran = Lab.dev().run("repoman", "remove", "demo", "--yes");
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.err())
                    .contains("repoman: cannot write ")
                    .contains("hint: ")
                    .doesNotContain("✓");
            Lab.daemon().get("/1.0/instances/demo?project=repoman").then().statusCode(200);
        } finally {
            Lab.root().run("umount", folder).ok();
        }
        Lab.dev().run("repoman", "remove", "demo", "--yes").ok();
    }

    @Test
    void colourOnRequest() {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        assertThat(Lab.dev().run("repoman", "list", "--color", "always").ok().out())
                .contains("\033[32mrunning\033[0m");
        assertThat(Lab.dev().run("repoman", "list").ok().out()).doesNotContain("\033");
        Ran ran = Lab.dev().sh("TERM=xterm script -qec 'repoman list' /dev/null");
        assertThat(ran.out()).contains("\033[32mrunning\033[0m");
        assertThat(Lab.dev()
                        .sh("NO_COLOR=1 TERM=xterm script -qec 'repoman list' /dev/null")
                        .out())
                .doesNotContain("\033[3");
    }

    @Test
    void removeOnATerminalAsks() {
        Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
        Ran no = Lab.dev().sh("(echo what; echo n) | script -qec 'repoman remove demo' /dev/null; echo code $?");
        assertThat(no.out())
                .contains("delete container demo")
                .contains("kept: the repository ~/repos/demo")
                .contains("remove demo? [y/N]")
                .contains("please answer y or n")
                .contains("code 4");
        assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEqualTo("demo\n");
        Ran yes = Lab.dev().sh("echo y | script -qec 'repoman remove demo' /dev/null; echo code $?");
        assertThat(yes.out()).contains("code 0");
        assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEmpty();
    }
}
