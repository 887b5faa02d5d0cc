package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import org.junit.jupiter.api.Test;

/// The same on the packaged program; and, there alone, what takes ten seconds of nothing.
@PackagedProgram
class RemoveCommandIT extends RemoveCommandTest {
    @Test
    void aStalledDaemonNeverHangsACommand() {
        demo();
        incus.stall("/1.0/.*");
        Ran ran = run("remove", "demo", "--yes");
        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.err()).startsWith("repoman: Incus did not answer within 10 s");
    }
}
