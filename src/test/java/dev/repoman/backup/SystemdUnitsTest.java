package dev.repoman.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The units in `docs/systemd` are ones that systemd takes.
class SystemdUnitsTest {
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @Test
    void verify(@TempDir Path runtime) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ANALYZE), "no systemd-analyze here");
        ProcessBuilder analyze = new ProcessBuilder(
                        ANALYZE.toString(),
                        "verify",
                        "--user",
                        "docs/systemd/repoman-sync.service",
                        "docs/systemd/repoman-sync.timer")
                .redirectErrorStream(true);
        analyze.environment().put("XDG_RUNTIME_DIR", runtime.toString());
        Process process = analyze.start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}
