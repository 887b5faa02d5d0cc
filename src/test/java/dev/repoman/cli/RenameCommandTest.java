package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenameCommandTest extends Cli {
    private Path override;

    @BeforeEach
    void world() throws IOException {
        demo();
        run("new", "taken", "--image", "tiny").ok();
        override = registry().resolveSibling("repos.d/demo.toml");
        Files.createDirectories(override.getParent());
        Files.writeString(override, "# mine\nbackup = false\n");
    }

    @Test
    void containerEntryAndOverrideGetTheNewName() throws IOException {
        assertThat(run("rename", "demo", "web", "-n").ok()).isEqualTo("""
                repoman rename demo web would:
                  • stop container demo
                  • rename container demo to web
                  • rename demo to web in the registry, and its override
                  • start container web
                """);
        assertThat(run("rename", repo("demo").toString(), "web").ok()).isEqualTo("demo is now web\n");
        assertThat(run("list", "-q").ok()).isEqualTo("web\ntaken\n");
        assertThat(run("status", "web", "--check").ok())
                .contains("state        running", repo("demo").toString());
        assertThat(override).doesNotExist();
        assertThat(override.resolveSibling("web.toml")).hasContent("# mine\nbackup = false\n");
    }

    /// The container has the new name, the registry the old one.
    @Test
    void aRunThatWasKilledIsFinishedByTheSameCommand() {
        incus.does("PUT", "/1.0/instances/demo/state?project=repoman", "{\"action\":\"stop\",\"force\":true}");
        incus.does("POST", "/1.0/instances/demo?project=repoman", "{\"name\":\"web\"}");
        assertThat(run("rename", "demo", "web").ok()).isEqualTo("demo is now web\n");
        assertThat(run("list", "web").ok()).contains("web   stopped  demo");
    }

    @ParameterizedTest
    @CsvSource({
        "demo,   taken,  4, the name taken is already in the registry",
        "demo,   other,  4, there is a container other",
        "demo,   over,   4, there is an override repos.d/over.toml",
        "nosuch, web,    1, no project nosuch in the registry",
        "demo,   My_Web, 2, invalid name",
    })
    void whatCannotBeRenamedStaysAsItIs(String from, String to, int exit, String said) throws IOException {
        incus.does(
                "POST",
                "/1.0/instances?project=repoman",
                "{\"name\":\"other\",\"source\":{\"type\":\"image\",\"alias\":\"tiny\"}}");
        Files.writeString(override.resolveSibling("over.toml"), "backup = true\n");
        String before = Files.readString(registry());
        Ran ran = run("rename", from, to);
        assertThat(ran.exit()).isEqualTo(exit);
        assertThat(ran.err()).contains(said, "hint: ");
        assertThat(registry()).hasContent(before);
        assertThat(run("list", "demo").ok()).contains("demo  running");
    }
}
