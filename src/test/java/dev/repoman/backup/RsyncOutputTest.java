package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.backup.Change.Kind;
import dev.repoman.plan.backup.MirrorCounts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RsyncOutputTest {
    private final List<String> progress = new ArrayList<>();
    private final RsyncOutput output =
            new RsyncOutput((bytes, percent) -> progress.add(bytes + " " + percent), c -> c.kind() != Kind.UPDATE);

    @Test
    void readsStatisticsProgressAndChanges() {
        """
        @>f.s....... rw-r--r-- src/main.c
        @*deleting   --------- old: 12
                      9  39%    8.79kB/s    0:00:00 (xfr#4, to-chk=0/13)
             1,234,567  99%    8.79kB/s    0:00:00

        Number of files: 1,013 (reg: 1,011, dir: 2)
        Number of created files: 3 (reg: 3)
        Number of deleted files: 4 (reg: 3, dir: 1)
        Number of regular files transferred: 5
        Total file size: 23456789 bytes
        Total transferred file size: 9 bytes
        File list generation time: 0.001 seconds
        total size is 23,456,789  speedup is 81.08 (DRY RUN)
        """.lines().forEach(output::out);
        assertThat(output.counts()).isEqualTo(new MirrorCounts(1013, 3, 4, 5, 9, 23456789, 81.08));
        assertThat(output.counts().before()).isEqualTo(1014);
        assertThat(progress).containsExactly("9 39", "1234567 99");
        assertThat(output.changes()).containsExactly(new Change(Kind.DELETE, "old: 12", false, false));
        assertThat(output.changeCount()).isEqualTo(2);
    }

    @Test
    void keepsTheFirstComplaintsAndCountsAll() {
        output.err("rsync: [sender] send_files failed to open \"/r/secret\": Permission denied (13)");
        for (int i = 0; i < 99; i++) {
            output.err("file has vanished: \"/r/" + i + "\"");
        }
        output.err("rsync error: some files/attrs were not transferred (code 23) at main.c(1347) [sender=3.2.7]");
        assertThat(output.errorCount()).isEqualTo(100);
        assertThat(output.errors())
                .hasSize(20)
                .startsWith("[sender] send_files failed to open \"/r/secret\": Permission denied (13)");
    }

    @ParameterizedTest
    @CsvSource({
        "'>f+++++++++ rw-r--r-- new', CREATE, new, false",
        "'cd+++++++++ rwxr-xr-x dir/', CREATE, dir/, false",
        "'cL+++++++++ rw-r--r-- link', CREATE, link, false",
        "'hf+++++++++ rw-r--r-- hard', CREATE, hard, false",
        "'>f.st...... rw-r--r-- changed', UPDATE, changed, false",
        "'>fcst...... rw-r--r-- changed', UPDATE, changed, false",
        "'>fc........ rw-r--r-- rotten', UPDATE, rotten, true",
        "'.f...p..... rw-r--r-- mode', ATTRIBUTES, mode, false",
        "'.d..t...... rwxr-xr-x dir/', ATTRIBUTES, dir/, false",
        "'*deleting   rwxr-xr-x  leading space', DELETE, ' leading space', false"
    })
    void itemsAreToldApart(String line, Kind kind, String path, boolean content) {
        assertThat(Change.parse(line)).contains(new Change(kind, path, content, false));
    }

    @ParameterizedTest
    @CsvSource({
        "'.f...p..... rwsr-xr-x suid', true",
        "'>f+++++++++ rwxr-Sr-- sgid', true",
        "'.d...p..... rwxrwsr-x folder/', false",
        "'>f+++++++++ rwxr-xr-t sticky', false",
    })
    void filesWithRightsOfTheirOwnAreKnown(String line, boolean privileged) {
        assertThat(Change.parse(line).orElseThrow().privileged()).isEqualTo(privileged);
    }

    @ParameterizedTest
    @CsvSource({"''", "'x'", "'>f+++++++++'", "'>f+++++++++ rw-r--r-- '"})
    void whatIsNoItemIsNone(String line) {
        assertThat(Change.parse(line)).isEmpty();
    }
}
