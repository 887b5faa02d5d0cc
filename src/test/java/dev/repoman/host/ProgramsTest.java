package dev.repoman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private final Processes processes = new Processes(
            new Programs(new HostEnvironment(Map.of()), new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh")),
            Trace.NONE);

    @Test
    void oneThatIsNotInstalledIsNamedInOurWords() {
        for (RepomanException e : List.of(
                catchThrowableOfType(
                        RepomanException.class,
                        () -> processes.run(List.of("nosuch", "x"), "nosuch x", Map.of(), Duration.ofMinutes(1))),
                catchThrowableOfType(
                        RepomanException.class, () -> processes.runInForeground(List.of("nosuch"), Map.of())))) {
            assertThat(e.fault()).isEqualTo(Fault.ENVIRONMENT);
            assertThat(e.what()).isEqualTo("cannot run nosuch: it is not installed");
            assertThat(e.hint()).startsWith("install nosuch with the package manager of this host");
        }
    }
}
