package dev.repoman.plan.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.project.RepomanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({"30m, */30 * * * *", "1h, 0 */1 * * *", "24h, 0 */24 * * *", "1d, 0 0 * * *"})
    void isWrittenAsCronReadsIt(String time, String cron) {
        assertThat(Schedule.parse(time).cron()).isEqualTo(cron);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0m", "7m", "5h", "2d", "1w", "-1h", "1h30m", "100m"})
    void noOther(String time) {
        assertThatThrownBy(() -> Schedule.parse(time))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("is not a time between checkpoints");
    }

    /// So that `checkpoints` lists them, and they expire with the others.
    @Test
    void itsSnapshotsAreCheckpoints() {
        assertThat(Checkpoint.ofSnapshot("repoman-20261128-120000")).contains("20261128-120000");
        assertThat(Schedule.parse("1h").config().get("snapshots.pattern")).startsWith(Checkpoint.snapshot("{{"));
    }
}
