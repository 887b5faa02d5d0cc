package dev.repoman.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.repoman.host.HostEnvironment;
import dev.repoman.project.HostUser;
import dev.repoman.project.ProjectName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLocksTest {
    private static final ProjectName WEB = new ProjectName("web");

    @TempDir
    Path home;

    @Test
    void whoWaitsIsToldWhatFor() {
        ProjectLocks locks = new ProjectLocks(
                new HostEnvironment(Map.of()), new HostUser("dev", 1000, 1000, home.toString(), "/bin/sh"));
        List<String> said = new ArrayList<>();
        ProjectLocks.Held first = locks.await(WEB, (what, _) -> fail(what));
        locks.await(WEB, (what, wait) -> {
                    said.add(what);
                    first.close();
                    return wait.get();
                })
                .close();
        assertThat(said)
                .containsExactly("waiting for another repoman command on web (process "
                        + ProcessHandle.current().pid() + ")");
    }
}
