package dev.repoman.host;

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

class StreamingTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Streaming programs = new Streaming(Trace.NONE);
    private final List<String> out = Collections.synchronizedList(new ArrayList<>());
    private final List<String> err = Collections.synchronizedList(new ArrayList<>());

    @Test
    void linesComeApartAndCarriageReturnsEndThem() {
        assertThat(run("printf 'a\\rb\\r\\nc\\n'; echo no >&2; echo $X; exit 7", LONG, 0))
                .isEqualTo(7);
        assertThat(out).containsExactly("a", "b", "c", "yes").hasSize(4);
        assertThat(err).containsExactly("no");
    }

    @Test
    @Timeout(60)
    void aSilentProgramIsGivenUpWhenItsWorldIsDead() {
        assertThat(run("exec sleep 1000", Duration.ofMillis(50), 2)).isEqualTo(Streaming.GIVEN_UP);
    }

    @Test
    void aTalkingProgramIsNeverAsked() {
        assertThat(run("for i in 1 2 3 4 5; do echo $i; done", LONG, 0)).isZero();
        assertThat(out).hasSize(5);
    }

    @Test
    void aMissingProgramIsTheUsersToInstall() {
        Streaming.Run run = new Streaming.Run("x", List.of("/nonexistent/x"), Map.of(), out::add, err::add);
        assertThatThrownBy(() -> programs.run(run, LONG, () -> true)).isInstanceOf(RepomanException.class);
    }

    /// @param patience how often `alive` says yes
    private int run(String script, Duration silence, int patience) {
        AtomicInteger left = new AtomicInteger(patience);
        return programs.run(
                new Streaming.Run("sh", List.of("sh", "-c", script), Map.of("X", "yes"), out::add, err::add),
                silence,
                () -> left.getAndDecrement() > 0);
    }
}
