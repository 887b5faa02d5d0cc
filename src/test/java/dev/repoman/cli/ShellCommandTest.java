package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `shell` and `exec`.
class ShellCommandTest extends Cli {
    @Test
    void shellPassesOutputAndExitCode() {
        demo();
        incus.onExec(call -> {
            call.out("out\n").err("err\n");
            return ExecResult.exit(3);
        });
        Ran ran = run("shell", "demo", "--", "whatever");
        assertThat(ran.exit()).isEqualTo(3);
    }

    @Test
    void shellStartsAStoppedContainer() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        run("shell", "demo", "--", "true").ok();
        assertThat(incus.get("/1.0/instances/demo?project=repoman")
                        .path("status")
                        .asText())
                .isEqualTo("Running");
    }

    @Test
    void shellAndExecThawAFrozenContainerAfterSayingSo() {
        demo();
        for (String command : List.of("shell", "exec")) {
            incus.status("repoman", "demo", "Frozen");
            Ran ran = run(command, "demo", "--", "true");
            ran.ok();
            assertThat(ran.err()).isEqualTo("note: the container demo is frozen; it is thawed now\n");
            assertThat(incus.get("/1.0/instances/demo?project=repoman")
                            .path("status")
                            .asText())
                    .isEqualTo("Running");
        }
    }

    @Test
    void execNeedsAProgram() {
        demo();
        Ran ran = run("exec", "demo");
        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).startsWith("repoman: PROGRAM is missing\nhint: repoman exec [NAME] --");
        assertThat(run("exec", "nosuch", "--", "true").exit()).isEqualTo(1);
    }

    @Test
    void shellIntoAMissingOrBrokenContainer() {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Failed to run: forkstart: exit status 1");
        incus.log("repoman", "demo", "lxc demo 20261127 ERROR conf - No such file or directory - Failed to mount /x\n");
        Ran broken = run("shell", "demo", "--", "true");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err())
                .contains("does not start", "Failed to mount /x")
                .contains("hint: incus info demo --show-log");
        incus.does("DELETE", "/1.0/instances/demo?project=repoman", "");
        Ran missing = run("shell", "demo", "--", "true");
        assertThat(missing.exit()).isEqualTo(1);
        assertThat(missing.err()).startsWith("repoman: the container of demo is gone");
        assertThat(run("shell", "nosuch").exit()).isEqualTo(1);
    }

    /// The daemon was killed while it created the container: only deleting it helps.
    @Test
    void ofAHalfMadeContainerTheWayOutIsNamed() throws IOException {
        demo();
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Instance storage pool not found");
        Ran shell = run("shell", "demo", "--", "true");
        assertThat(shell.err()).contains("the container is incomplete", "hint: repoman remove NAME deletes");
        Files.delete(registry());
        incus.failWait("PUT", "/1.0/instances/demo/state", 500, "Instance storage pool not found");
        Ran again = run("new", "demo", "--image", "tiny");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("the container is incomplete", "hint: repoman remove NAME deletes");
    }
}
