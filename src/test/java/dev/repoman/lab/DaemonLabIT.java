package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The lab is what the tests in it take it for.
@LabTest
class DaemonLabIT {
    @BeforeEach
    void reset() {
        Lab.reset();
    }

    @Test
    void devReachesTheSocket() {
        Ran ran = Lab.dev().run("incus", "query", "/1.0").ok();
        assertThat(ran.json().path("auth").asText()).isEqualTo("trusted");
        assertThat(Lab.dev().run("id", "-nG").ok().out().split("\\s+")).contains("dev", "incus-admin");
    }

    @Test
    void guestIsRefused() {
        Ran ran = Lab.guest().run("incus", "query", "/1.0");
        assertThat(ran.exit()).isNotZero();
        assertThat(ran.err()).contains("permission");
        assertThat(Lab.guest().run("id", "-nG").ok().out()).doesNotContain("incus-admin");
    }

    @Test
    void rootUsesTheSameDaemon() {
        Lab.dev()
                .run("incus", "project", "create", "p", "-c", "features.images=false")
                .ok();
        assertThat(Lab.root()
                        .run("incus", "project", "list", "--format", "csv")
                        .ok()
                        .out())
                .contains("p,");
    }

    @Test
    void httpsAnswersTheTrustedClient() {
        Lab.daemon().get("/1.0").then().statusCode(200).body("metadata.auth", equalTo("trusted"));
    }

    @Test
    void imagesAreThere() {
        Lab.daemon()
                .get("/1.0/images/aliases?recursion=1")
                .then()
                .statusCode(200)
                .body("metadata.name", hasItems("tiny", "tiny-ubuntu", "debian"));
    }

    @Test
    void theBuiltProgramRunsForOrdinaryUsersAndStaysAsItIs() {
        assertThat(Lab.guest().run("repoman", "--version").ok().out()).startsWith("repoman");
        assertThat(Lab.dev().run("which", "repoman").out().strip()).isEqualTo("/opt/repoman/repoman");
        assertThat(Lab.root().run("touch", "/opt/repoman/x").err()).contains("Read-only file system");
    }

    @Test
    void devsEnvironmentIsCleanAndHisHomeHisOwn() {
        Ran ran =
                Lab.dev().env("EXTRA", "a b").sh("pwd; echo $HOME $USER $LOGNAME $LANG \"$EXTRA\"; touch repos/x; env");
        assertThat(ran.out()).startsWith("/home/dev\n/home/dev dev dev C.UTF-8 a b\n");
        assertThat(ran.out()).doesNotContain("LAB_", "MAVEN", "XDG_CONFIG", "REPOMAN_");
        assertThat(Lab.repos().resolve("x")).exists();
    }

    @Test
    void bytesAndExitCodesPassThrough() {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        Ran ran = Lab.dev().stdin(bytes).sh("cat; echo no >&2; exit 3");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.stdout()).isEqualTo(bytes);
        assertThat(ran.err()).isEqualTo("no\n");
    }

    @Test
    void aCommandThatHangsIsKilledAtItsDeadline() {
        LabUser hasty = Lab.dev().deadline(Duration.ofSeconds(3));
        assertThatThrownBy(() -> hasty.sh("echo begun; sleep 4242; echo ended"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("begun")
                .hasMessageContaining("killed after");
        assertThat(Lab.root().run("pgrep", "-f", "sleep 4242").exit()).isNotZero();
    }

    @Test
    void aSharedFolderKeepsItsOwner() throws IOException {
        Lab.dev()
                .sh("mkdir repos/r && incus launch -q tiny c && incus config device add c r disk"
                        + " source=$HOME/repos/r path=/home/dev/repos/r shift=true && incus exec c --user 1000 -- "
                        + "touch /home/dev/repos/r/f")
                .ok();
        assertThat(Files.getAttribute(Lab.repos().resolve("r/f"), "unix:uid")).isEqualTo(1000);
    }

    @Test
    void theBareSetupCanStartAContainer() {
        Lab.bareSetup();
        Lab.dev()
                .run(
                        "incus",
                        "launch",
                        "-q",
                        "tiny",
                        "c",
                        "--project",
                        "repoman",
                        "-p",
                        "default",
                        "-p",
                        "claude-share")
                .ok();
        Lab.daemon().get("/1.0/instances/c?project=repoman").then().body("metadata.status", equalTo("Running"));
    }

    @Test
    void resetLeavesNothing() {
        Lab.dev()
                .sh("incus project create p -c features.images=false && incus profile create p1 < /dev/null"
                        + " && incus launch -q tiny here && incus profile device add default root disk path=/ pool=default"
                        + " --project p && incus launch -q tiny there --project p && touch repos/f .hidden")
                .ok();
        Lab.reset();
        assertThat(Lab.dev()
                        .run("incus", "list", "--all-projects", "--format", "csv")
                        .ok()
                        .out())
                .isEmpty();
        assertThat(Lab.dev()
                        .run("incus", "project", "list", "--format", "csv")
                        .ok()
                        .out())
                .hasLineCount(1);
        assertThat(Lab.dev()
                        .run("incus", "profile", "list", "--format", "csv")
                        .ok()
                        .out())
                .hasLineCount(1);
        assertThat(Lab.dev()
                        .sh("find . -mindepth 1 -not -path './.cache*'")
                        .ok()
                        .out()
                        .split("\n"))
                .contains("./repos", "./.local/bin")
                .doesNotContain("./.hidden", "./repos/f");
    }
}
