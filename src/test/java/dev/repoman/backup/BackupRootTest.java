package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupRootTest {
    @ParameterizedTest
    @CsvSource({
        "2026-04-28 15:00:00.123456789 +0000, true",
        "2026-04-28 15:00:00.120000000 +0000, false",
        "2026-04-28 15:00:00.123456000 +0000, false",
        "2026-04-28 15:00:00.000000000 +0000, false",
        "2026-04-28 15:00:00, false",
        "'', false"
    })
    void timesThatAFileSystemRoundsAreKnown(String time, boolean fine) {
        assertThat(BackupRoot.isFine(time)).isEqualTo(fine);
    }
}
