package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `start`, `stop` and `restart`.
class StateCommandTest extends Cli {
    @BeforeEach
    void two() {
        prepare();
        run("new", "one", "--image", "tiny").ok();
        run("new", "two", "--image", "tiny").ok();
        incus.forgetRequests();
    }

    private String state(String name) {
        return run("list", name).ok().lines().toList().getLast().split(" +")[1];
    }

    @Test
    void stopsAndStarts() {
        assertThat(run("stop", "one", "-n").ok()).isEqualTo("repoman stop one would:\n  • stop container one\n");
        assertThat(state("one")).isEqualTo("running");
        assertThat(run("stop", "one").ok()).isEqualTo("one is stopped\n");
        assertThat(state("one")).isEqualTo("stopped");
        assertThat(run("stop", "one").ok()).isEqualTo("nothing to do\n");
        assertThat(run("start", repo("one").toString()).ok()).isEqualTo("one is running\n");
        assertThat(state("one")).isEqualTo("running");
        assertThat(run("start", "one").ok()).isEqualTo("nothing to do\n");
        assertThat(run("restart", "one", "--json").ok()).contains("\"stop-instance\"", "\"start-instance\"");
    }

    @Test
    void aFrozenOneIsThawed() {
        incus.does("PUT", "/1.0/instances/one/state?project=repoman", "{\"action\":\"freeze\"}");
        assertThat(run("start", "one", "-n").ok()).contains("thaw container one");
        assertThat(run("start", "one").ok()).isEqualTo("one is running\n");
        assertThat(state("one")).isEqualTo("running");
    }

    @Test
    void oneThatCannotStartLeavesTheOthersAlone() throws IOException {
        run("stop", "--all").ok();
        Files.delete(repo("one").resolve(".git/HEAD"));
        assertThat(new ProcessBuilder("rm", "-r", repo("one").toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue())
                .isZero();
        Ran ran = run("start", "--all");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).isEqualTo("two is running\n");
        assertThat(ran.err())
                .contains("repoman: one: the repository " + repo("one") + " does not exist")
                .contains("repoman restore one");
        assertThat(state("one")).isEqualTo("stopped");
        assertThat(state("two")).isEqualTo("running");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start nosuch", "stop -x-", "start one --all", "stop", "restart /"})
    void whatCannotBeMeantIsRefused(String line) {
        Ran ran = run(line.split(" "));
        assertThat(ran.exit()).isIn(1, 2);
        assertThat(ran.err()).contains("repoman: ", "hint: ");
        assertThat(run("stop", "--all", "--json").exit()).isEqualTo(2);
        assertThat(List.of(state("one"), state("two"))).containsOnly("running");
    }
}
