package dev.repoman.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.lab.Lab;
import dev.repoman.lab.LabTest;
import dev.repoman.lab.Ran;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `sync --all`: past failures, and beside other commands.
@LabTest
class SyncAllLabIT {
    private Share share;

    @BeforeEach
    void reset() {
        Lab.reset();
        share = Share.ready();
    }

    @AfterEach
    void unmount() {
        share.close();
    }

    @Test
    void goesOnPastAFailureAndSumsUp() {
        Share.projects("a", "b", "c", "d", "e");
        Lab.dev()
                .sh(
                        "mv repos/c away; mkdir ~/.config/repoman/repos.d; echo 'backup = false' >~/.config/repoman/repos.d/e.toml")
                .ok();
        Ran ran = Share.repoman("sync", "--all");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.out())
                .containsPattern("(?m)^a: \\d+ files copied")
                .containsPattern("(?m)^d: \\d+ files copied")
                .doesNotContain("e: ")
                .containsPattern("\\n4 projects, 1 failed \\(c\\): \\d+ files copied \\(.* kB\\), [0-9.]+ s\\n$");
        assertThat(ran.err()).startsWith("repoman: c: the repository /home/dev/repos/c does not exist\nhint: ");
        for (String good : new String[] {"a", "b", "d"}) {
            assertThat(Share.difference(Lab.repos().resolve(good), Share.mirror(good)))
                    .isEmpty();
        }
        assertThat(Share.repoman("list").out())
                .containsPattern("(?m)^a .* \\d+s +no container$")
                .containsPattern("(?m)^c .* never ! +no container$")
                .containsPattern("(?m)^e .* off +no container$");
        List<Shown> shown = Shown.of(List.of("a", "c", "d"));
        shown.get(0).good();
        shown.get(1).failed("the repository /home/dev/repos/c does not exist").never();
        shown.get(2).good();
        assertThat(Share.mirror("c")).doesNotExist();
        ran = Share.repoman("sync", "--all", "--json");
        assertThat(ran.exit()).isEqualTo(4);
        JsonNode report = ran.json();
        assertThat(report.path("good").asInt()).isEqualTo(3);
        assertThat(report.at("/projects/2/error/exit").asInt()).isEqualTo(4);
        assertThat(report.at("/projects/1/outcome").asText()).isEqualTo("unchanged");
        assertThat(ran.err()).contains("\"message\" : \"1 of 4 projects failed\"");
        Lab.dev().sh("mv away repos/c").ok();
        assertThat(Share.repoman("sync", "--all", "-q").ok().out()).isEmpty();
        Shown.of(List.of("b", "c")).forEach(Shown::good);
        assertThat(Share.difference(Lab.repos().resolve("c"), Share.mirror("c")))
                .isEmpty();
    }

    @Test
    void besideNewAndRemove() throws InterruptedException {
        Lab.bareSetup();
        Share.projects("kept", "gone");
        Lab.dev()
                .sh("for p in kept gone; do head -c 1M /dev/urandom >repos/$p/big; done")
                .ok();
        Process slow = Share.slowly("sync", "--all");
        await().atMost(Duration.ofMinutes(3))
                .until(() -> Files.exists(Share.mirror("gone")) && Files.exists(Share.mirror("kept")));
        Share.repoman("remove", "gone", "--yes").ok();
        Share.repoman("new", "fresh", "--image", "tiny").ok();
        assertThat(slow.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.exitValue()).isZero();
        Share.fullSpeed();
        assertThat(Share.repoman("list").out())
                .containsPattern("(?m)^kept .* \\d+s +no container$")
                .containsPattern("(?m)^fresh +running .* never$")
                .doesNotContain("gone");
        Shown.of("kept").good();
        // its mirror outlives it, and is whole
        assertThat(Share.difference(Lab.repos().resolve("gone"), Share.mirror("gone")))
                .isEmpty();
        Share.repoman("sync", "--all").ok();
        Shown.of(List.of("kept", "fresh")).forEach(Shown::good);
        assertThat(Share.difference(Lab.repos().resolve("fresh"), Share.mirror("fresh")))
                .isEmpty();
    }

    @Test
    void wrongUse() {
        assertThat(Share.repoman("sync").exit()).isEqualTo(2);
        assertThat(Share.repoman("sync", "--all", "x").exit()).isEqualTo(2);
        assertThat(Share.repoman("sync", "nobody").err()).contains("no project nobody in the registry");
    }
}
