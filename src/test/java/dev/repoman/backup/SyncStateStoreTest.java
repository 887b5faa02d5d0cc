package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.TestJson;
import dev.repoman.backup.SyncState.Attempt;
import dev.repoman.backup.SyncState.Outcome;
import dev.repoman.host.HostEnvironment;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncStateStoreTest {
    private static final ProjectName DEMO = new ProjectName("demo");

    @TempDir
    Path folder;

    private SyncStateStore store;

    @BeforeEach
    void make() {
        store = new SyncStateStore(
                TestJson.mapper(),
                new HostEnvironment(Map.of("XDG_STATE_HOME", folder.toString())),
                new HostUser("x", 1, 1, "/nonexistent", "/bin/sh"));
    }

    @Test
    void whatIsWrittenIsRead() {
        SyncState state = new SyncState(
                new Attempt("2026-01-02T03:04:05Z", Outcome.FAILED, 1.5, "a \"disk\"\nfull", List.of("w"), 77),
                new SyncState.Success("2026-01-01T03:04:05Z", 2.5, 1, 2, 3, 4, 5),
                new SyncState.Restore("/r/demo", false),
                "2026-01-03T03:04:05Z");
        assertThat(store.write(DEMO, state)).isTrue();
        assertThat(store.read(DEMO)).isEqualTo(state);
        assertThat(folder.resolve("repoman/sync")).isDirectoryContaining("glob:**/demo.json");
    }

    @Test
    void noneAndBrokenOnesAreNone() throws IOException {
        assertThat(store.read(DEMO)).isEqualTo(SyncState.NONE);
        Files.createDirectories(folder.resolve("repoman/sync"));
        for (String text : new String[] {"", "{", "[]", "{\"attempt\":3}"}) {
            Files.writeString(folder.resolve("repoman/sync/demo.json"), text);
            assertThat(store.read(DEMO)).isEqualTo(SyncState.NONE);
        }
    }

    @Test
    void aRunningOneWhoseProcessIsGoneWasInterrupted() {
        long pid = ProcessHandle.current().pid();
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Attempt mine = new Attempt(now, Outcome.RUNNING, 0, null, List.of(), pid);
        Attempt gone = new Attempt(now, Outcome.RUNNING, 0, null, List.of(), Long.MAX_VALUE);
        Attempt ofAnotherBoot = new Attempt("2026-01-02T03:04:05Z", Outcome.RUNNING, 0, null, List.of(), pid);
        assertThat(mine.bad()).isFalse();
        assertThat(ofAnotherBoot.interrupted()).isTrue();
        assertThat(gone.interrupted()).isTrue();
        assertThat(gone.bad()).isTrue();
    }
}
