package dev.repoman.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.project.Cluster;
import dev.repoman.project.Cluster.Member;
import dev.repoman.project.RepomanException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Cluster THREE = new Cluster(
            "node2",
            List.of(
                    new Member("node1", "Online", List.of("default", "gpu")),
                    new Member("node2", "Online", List.of("default")),
                    new Member("node3", "Offline", List.of("default", "old"))));

    private static String at(Cluster cluster, @Nullable String wanted, boolean sealed, @Nullable String volume) {
        return Placement.target(cluster, wanted, sealed, volume);
    }

    private static RepomanException refusal(
            Cluster cluster, @Nullable String wanted, boolean sealed, @Nullable String volume) {
        return catchThrowableOfType(RepomanException.class, () -> at(cluster, wanted, sealed, volume));
    }

    @Test
    void aSingleDaemonHasNoMembers() {
        assertThat(at(Cluster.NONE, null, false, null)).isEmpty();
        assertThat(at(Cluster.NONE, Placement.HERE, false, null)).isEmpty();
        assertThat(at(Cluster.NONE, null, true, "")).isEmpty();
        assertThat(refusal(Cluster.NONE, "node1", false, null)).hasMessageContaining("not a cluster");
    }

    @Test
    void aRepositoryOfThisHostNeedsATarget() {
        assertThat(refusal(THREE, null, false, null).hint()).contains("--target node2");
        assertThat(at(THREE, Placement.HERE, false, null)).isEqualTo("node2");
        assertThat(at(THREE, "node1", false, null)).isEqualTo("node1");
        assertThat(at(THREE, "@gpu", false, null)).isEqualTo("@gpu");
    }

    /// Its volume is on one member, which is therefore chosen first.
    @Test
    void aSealedOneIsOnOneMember() {
        assertThat(at(THREE, null, true, null)).isEqualTo("node2");
        assertThat(at(THREE, "@default", true, null)).isEqualTo("node2");
        assertThat(at(THREE, "@gpu", true, null)).isEqualTo("node1");
    }

    @Test
    void itIsWhereItsVolumeIs() {
        assertThat(at(THREE, null, true, "node1")).isEqualTo("node1");
        assertThat(at(THREE, "@gpu", true, "node1")).isEqualTo("node1");
        assertThat(at(THREE, Placement.HERE, true, "node1")).as("repaired").isEqualTo("node1");
        assertThat(refusal(THREE, "node2", true, "node1").hint()).contains("--target node1");
        assertThat(refusal(THREE, null, true, "node3")).hasMessage("node3 is offline");
    }

    @Test
    void whatIsNotThereOrGone() {
        assertThat(refusal(THREE, "node9", false, null)).hasMessage("the cluster has no member node9");
        assertThat(refusal(THREE, "node9", false, null).hint()).isEqualTo("its members are node1, node2, node3");
        assertThat(refusal(THREE, "@nosuch", false, null).hint()).isEqualTo("its groups are default, gpu, old");
        assertThat(refusal(THREE, "node3", false, null)).hasMessage("node3 is offline");
        assertThat(refusal(THREE, "@old", false, null)).hasMessage("no member of the group old is online");
    }
}
