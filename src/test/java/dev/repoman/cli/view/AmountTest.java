package dev.repoman.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9950, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "3400000, 3.4 MB",
        "5000000000, 5.0 GB",
        "9223372036854775807, 9223 PB"
    })
    void bytes(long bytes, String text) {
        assertThat(Amount.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.04, 0.0 s", "9.94, 9.9 s", "42, 42 s", "59.6, 1 min 0 s", "200, 3 min 20 s", "7500, 2 h 5 min"})
    void seconds(double seconds, String text) {
        assertThat(Amount.seconds(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "59, 59s",
        "60, 1m",
        "3599, 59m",
        "3600, 1h",
        "172799, 47h",
        "172800, 2d",
        "1209599, 13d",
        "1209600, 2w",
        "-5, 0s"
    })
    void age(long secondsAgo, String text) {
        Instant now = Instant.parse("2026-06-01T00:00:00Z");
        assertThat(Amount.age(now.minusSeconds(secondsAgo).toString(), now)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"never", "''", "2026-13-01T00:00:00Z"})
    void whatIsNoTimeIsShownAsItIs(String text) {
        assertThat(Amount.age(text, Instant.EPOCH)).isEqualTo(text);
    }
}
