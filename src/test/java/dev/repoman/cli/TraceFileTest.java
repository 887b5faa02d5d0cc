package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `--trace-file`.
class TraceFileTest extends Cli {
    private final Path file = home().resolve("trace");

    @Test
    void keepsEachCallAndNoSecret() throws IOException {
        prepare();
        Path override = registry().resolveSibling("repos.d").resolve("demo.toml");
        Files.createDirectories(override.getParent());
        Files.writeString(override, "[environment]\nAPI_KEY = \"hunter2\"\n");
        Files.writeString(file, "of before\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Ran made = run("new", "demo", "--image", "tiny", "-q", "--trace-file", file.toString());
        assertThat(made.ok()).isEmpty();
        assertThat(made.err()).isEmpty();
        assertThat(project("/1.0/instances/demo?project=repoman")).contains("hunter2");
        Ran failed = run("new", "other", "--clone", "https://me:hunter2@127.0.0.1:1/x", "--trace-file=~/trace");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(run("list", "--json", "--trace-file", file.toString()).ok()).startsWith("{");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.getFirst()).isEqualTo("of before");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z \\[\\d+] .*"))
                .anyMatch(line -> line.endsWith("] repoman new"))
                .anyMatch(line ->
                        line.matches(".*\\] incus +\\d+\\.\\d ms  POST /1\\.0/instances\\?project=repoman → 202"))
                .anyMatch(line -> line.contains("] git ") && line.contains("https://…@127.0.0.1:1/x"))
                .anyMatch(line -> line.endsWith("] exit 1"));
        assertThat(lines.getLast()).endsWith("] exit 0");
        assertThat(file).content().doesNotContain("hunter2");
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void isTheOwnersAloneFromTheStart() throws IOException {
        run("config", "path", "--trace-file", file.toString()).ok();
        assertThat(mode()).isEqualTo("rw-------");
    }

    @Test
    void whatCannotBeWrittenStopsBeforeAnythingIsDone() {
        prepare();
        Ran ran = run("new", "demo", "--image", "tiny", "--trace-file", home() + "/nosuch/trace");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("repoman: cannot write the trace file %1$s/nosuch/trace: %1$s/nosuch/trace does not exist\n"
                                .formatted(home())
                        + "hint: name a file that you can write: --trace-file FILE\n");
        assertThat(repo("demo")).doesNotExist();
        assertThat(incus.requests()).isEmpty();
    }

    private String mode() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
