package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The commands in a cluster of three, of which this host is node1.
@LabTest
class ClusterLabIT {
    private LabUser dev;

    @BeforeEach
    void aCluster() {
        Lab.freshHomes();
        dev = Lab.dev().env("INCUS_SOCKET", Lab.cluster().toString());
        dev.sh("""
                set -e
                incus project create repoman -c features.images=false
                incus profile show default --project default | incus profile edit default --project repoman
                mkdir -p repos/web && cd repos/web && git init -q && echo one >file && git add .
                git -c user.name=d -c user.email=d@e commit -qm first
                """).ok();
    }

    private Ran repoman(String line) {
        return dev.sh("repoman " + line);
    }

    private void create(String line) {
        repoman("new " + line + " --profile default").ok();
    }

    @Test
    void theRepositoryOfThisHostStaysOnThisHost() {
        Ran anywhere = repoman("new demo --image tiny --profile default");
        assertThat(anywhere.exit()).as(anywhere.toString()).isEqualTo(4);
        assertThat(anywhere.err()).contains("--target node1");
        Ran elsewhere = repoman("new demo --image tiny --profile default --target node2");
        assertThat(elsewhere.exit()).as(elsewhere.toString()).isEqualTo(1);
        assertThat(elsewhere.err()).contains("Missing source path").contains("rolled back the folder");
        assertThat(Files.exists(Lab.repos().resolve("demo"))).isFalse();

        create("demo --image tiny --target node1");
        assertThat(repoman("exec demo -- touch made").ok().exit()).isZero();
        assertThat(Files.exists(Lab.repos().resolve("demo/made"))).isTrue();
        repoman("checkpoint demo").ok();
        repoman("fork demo task").ok();
        assertThat(repoman("list --json").json().findValuesAsText("location")).containsExactly("node1", "node1");
        repoman("remove demo.task --yes --force").ok();
        repoman("restart demo").ok();
        repoman("remove demo --yes").ok();
    }

    /// Also when that member dies, and when it is back.
    @Test
    void aSealedOneLivesOnAnotherMember() {
        create("web --image debian --containment sealed --target node2");
        assertThat(dev.sh("git clone -q repoman::web copy && cat copy/file")
                        .ok()
                        .out())
                .isEqualTo("one\n");
        assertThat(repoman("exec web -- sh -c 'echo hello; exit 7'").exit()).isEqualTo(7);
        assertThat(repoman("status web").out()).containsPattern("location +node2");
        assertThat(repoman("new other --containment sealed --image debian --profile default --target @nosuch")
                        .err())
                .contains("its groups are default");

        Lab.machine("kill", "node2");
        try {
            Ran list = repoman("list");
            assertThat(list.ok().out()).containsPattern("web +offline");
            assertThat(list.err()).contains("web: the member node2 of the cluster does not answer");
        } finally {
            Lab.machine("start", "node2");
        }
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (repoman("exec web -- true").exit() != 0) {
            assertThat(System.nanoTime()).as("node2 does not come back").isLessThan(deadline);
        }
        repoman("remove web --yes --purge-volume").ok();
        assertThat(dev.sh("incus storage volume list default --project repoman -f csv")
                        .out())
                .doesNotContain("repoman-web");
    }
}
