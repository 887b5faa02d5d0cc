package dev.repoman.host.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunnerTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Runner runner = new Runner(Trace.NONE);
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());

    @Test
    void linesComeApartAndCarriageReturnsEndThem() {
        assertThat(run("printf 'a\\rb\\r\\nc\\n'; echo no >&2; echo $X; exit 7", LONG, 0))
                .isEqualTo(new Outcome.Ended(7));
        assertThat(out).containsExactly("a", "b", "c", "yes");
        assertThat(err).containsExactly("no");
    }

    @Test
    @Timeout(300)
    void aSilentProgramIsGivenUpWhenItsWorldIsDead() {
        assertThat(run("exec sleep 1000", Duration.ofMillis(50), 2)).isEqualTo(new Outcome.GivenUp(Outcome.Why.SILENT));
    }

    @Test
    @Timeout(300)
    void aLimitHoldsForATalkingProgramToo() {
        assertThat(run("while :; do echo; done", Patience.atMost(Duration.ofMillis(300))))
                .isEqualTo(new Outcome.GivenUp(Outcome.Why.TOO_LONG));
    }

    @Test
    void aTalkingProgramIsNeverAsked() {
        assertThat(run("for i in 1 2 3 4 5; do echo $i; done", LONG, 0)).isEqualTo(new Outcome.Ended(0));
        assertThat(out).hasSize(5);
    }

    @Test
    void itsEnvironmentIsMadeForIt() {
        run("env", LONG, 0);
        assertThat(out)
                .map(line -> line.substring(0, line.indexOf('=')))
                .contains("PATH", "LC_ALL", "X")
                // the shell's own
                .isSubsetOf("PATH", "LC_ALL", "X", "PWD", "SHLVL", "OLDPWD", "_");
    }

    /// Whatever it writes, no more than the bound is kept.
    @Test
    @Timeout(300)
    void whatItWritesIsBounded() {
        Sink.Captured kept = new Sink.Captured(1000);
        Job job = job("head -c 50000000 /dev/zero", kept, Sink.NONE, Patience.atMost(LONG));
        assertThat(runner.run("x", job, job.command())).isEqualTo(new Outcome.Ended(0));
        assertThat(kept.bytes()).hasSize(1000);
        assertThat(kept.cut()).isTrue();
        Job oneLine = job("head -c 50000000 /dev/zero", Sink.lines(out::add), Sink.NONE, Patience.atMost(LONG));
        runner.run("x", oneLine, oneLine.command());
        assertThat(out).hasSize(1).allMatch(line -> line.length() == 64 * 1024);
    }

    @Test
    void aMissingProgramIsTheUsersToInstall() {
        Job job = job("true", Sink.NONE, Sink.NONE, Patience.atMost(LONG));
        assertThatThrownBy(() -> runner.run("x", job, List.of("/nonexistent/x")))
                .isInstanceOf(RepomanException.class);
    }

    /// @param patience how often `alive` says yes
    private Outcome run(String script, Duration silence, int patience) {
        AtomicInteger left = new AtomicInteger(patience);
        return run(script, Patience.whileAlive(silence, () -> left.getAndDecrement() > 0));
    }

    private Outcome run(String script, Patience patience) {
        Job job = job(script, Sink.lines(out::add), Sink.lines(err::add), patience);
        return runner.run("x", job, job.command());
    }

    private static Job job(String script, Sink out, Sink err, Patience patience) {
        return new Job("sh", List.of(), List.of("/bin/sh", "-c", script), Map.of("X", "yes"), out, err, patience);
    }
}
