package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs that are interrupted at each of their steps, and runs beside each other. `-v` tells each request as
/// it is made: a run is killed when it has told the Nth.
@LabTest
class InterruptedLabIT {
    private static final String[] NEW = {"repoman", "new", "demo", "--image", "tiny", "-v"};
    private static final String[] REMOVE = {"repoman", "remove", "demo", "--yes", "-v"};

    @BeforeEach
    void host() {
        Lab.reset();
        Lab.bareSetup();
    }

    @Test
    void newKilledAtEachStepComesToTheRightEnd() throws Exception {
        for (int step = 1; killedAt(step, NEW); step++) {
            Ran again = Lab.dev().run("repoman", "new", "demo", "--image", "tiny");
            // the entry is the last step: killed after it, the project is there
            assertThat(again.exit()).as("after a kill at step " + step + again).isIn(0, 4);
            wholeProject();
            startOver();
        }
    }

    @Test
    void removeKilledAtEachStepComesToTheRightEnd() throws Exception {
        Lab.dev().run(NEW).ok();
        for (int step = 1; killedAt(step, REMOVE); step++) {
            Ran again = Lab.dev().run("repoman", "remove", "demo", "--yes");
            assertThat(again.exit()).as("after a kill at step " + step + again).isIn(0, 1);
            nothing();
            assertThat(Lab.repos().resolve("demo/.git")).isDirectory();
            Lab.dev().run(NEW).ok();
        }
    }

    /// git starts other programs for a download: they end too, and the next run removes what is left.
    @Test
    void aKilledCloneRunsOnNowhere() throws Exception {
        Process process = Lab.dev()
                .env("GIT_SSH_COMMAND", "exec sleep 301 #")
                .start("repoman", "new", "demo", "--image", "tiny", "--clone", "ssh://host/x.git");
        await().atMost(Duration.ofMinutes(3)).until(InterruptedLabIT::isDownloading);
        Lab.root().sh("pkill -9 -u dev -x java || pkill -9 -u dev -x repoman").ok();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofMinutes(3)).until(() -> !isDownloading());
        Lab.dev().run("repoman", "new", "other", "--image", "tiny").ok();
        assertThat(Lab.dev().run("ls", "-A", "repos").out()).isEqualTo("other\n");
    }

    private static boolean isDownloading() {
        return Lab.root().run("pgrep", "-f", "^sleep 301$").exit() == 0;
    }

    @Test
    void ctrlCSaysWhatIsLeft() throws Exception {
        Process process = Lab.dev().start(NEW);
        readTo(process, "start container", 1);
        ProcessHandle repoman =
                process.toHandle().descendants().reduce((_, last) -> last).orElse(process.toHandle());
        Lab.root().run("kill", "-INT", Long.toString(repoman.pid())).ok();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Lab.dev().run("repoman", "new", "demo", "--image", "tiny").exit())
                .isZero();
        wholeProject();
    }

    @Test
    void inParallelNothingIsLostOrLeft() throws Exception {
        List<Process> all = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            all.add(Lab.dev().start("repoman", "new", name, "--image", "tiny", "-q"));
            all.add(Lab.dev().start("repoman", "new", name, "--image", "tiny", "-q"));
        }
        List<Integer> codes = new ArrayList<>();
        for (Process process : all) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            codes.add(process.exitValue());
        }
        // of each two, one makes it and the other finds the name taken
        assertThat(codes).containsOnly(0, 4).containsSequence(codes);
        assertThat(codes.stream().filter(c -> c == 0)).hasSize(3);
        assertThat(Lab.dev().run("repoman", "list").ok().out().lines().skip(1))
                .hasSize(3)
                .allMatch(line -> line.contains("running"));
        all.clear();
        for (String name : List.of("a", "b", "c")) {
            all.add(Lab.dev().start("repoman", "remove", name, "-y", "-q"));
            all.add(Lab.dev().start("repoman", "remove", name, "-y", "-q"));
        }
        for (Process process : all) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isIn(0, 1);
        }
        nothing();
    }

    /// @return whether the run was killed, false where it ended before that many lines
    private static boolean killedAt(int step, String... command) throws Exception {
        Process process = Lab.dev().start(command);
        boolean reached = readTo(process, "incus ", step);
        LabUser.kill(process);
        process.waitFor();
        return reached;
    }

    static boolean readTo(Process process, String text, int times) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream()));
        int seen = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(text) && ++seen == times) {
                return true;
            }
        }
        return false;
    }

    private static void wholeProject() {
        // shell takes the project from the registry, and runs in its folder as its user
        Ran inside = Lab.dev().run("repoman", "shell", "demo", "--", "id -un; pwd");
        assertThat(inside.out()).as(inside.toString()).isEqualTo("dev\n/home/dev/repos/demo\n");
    }

    private static void startOver() {
        Lab.dev()
                .sh("incus delete -f demo --project repoman; rm -rf repos/demo .config/repoman")
                .ok();
    }

    private static void nothing() {
        Lab.daemon().get("/1.0/instances?project=repoman").then().body("metadata", empty());
        assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEmpty();
    }
}
