package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `move` says without another machine.
class MoveCommandTest extends Cli {
    @BeforeEach
    void world() {
        demo();
    }

    @Test
    void aProjectThatIsThereIsLeftAsItIs() throws IOException {
        String before = Files.readString(registry());
        assertThat(run("move", "demo", "local", "--yes").ok()).isEqualTo("nothing to do\n");
        assertThat(run("move", repo("demo").toString(), "local", "--dry-run").ok())
                .contains("nothing to do");
        assertThat(registry()).hasContent(before);
    }

    /// The registry says that the project is on the other machine, and the container is here.
    @Test
    void whatAnInterruptedMoveLeftIsNoOrphanToAdopt() throws IOException {
        Files.writeString(
                registry(),
                Files.readString(registry()) + "host = \"work\"\n\n[[host]]\nname = \"work\"\nremote = \"work\"\n");
        assertThat(run("list").err())
                .contains(
                        "demo: this copy is left from a move that was interrupted; to fix it: repoman move demo work");
    }

    @ParameterizedTest
    @CsvSource({
        "demo,   nosuch, 2, the host \"nosuch\" is not in the registry, repoman setup --host nosuch",
        "nosuch, local,  1, no project nosuch in the registry,          repoman list shows the projects",
        "demo,   work,   3, the remote work is not in the configuration, incus remote add work TOKEN",
    })
    void whatCannotBeMovedStaysAsItIs(String name, String host, int exit, String said, String hint) throws IOException {
        if (host.equals("work")) {
            Files.writeString(registry(), Files.readString(registry()) + "\n[[host]]\nname = \"work\"\n");
        }
        String before = Files.readString(registry());
        Ran ran = run("move", name, host, "--yes");
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        assertThat(ran.err()).contains(said, hint);
        assertThat(registry()).hasContent(before);
        assertThat(run("list", "demo").ok()).contains("demo  running");
    }
}
