package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.TestJson;
import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Commands where Incus is a cluster, and this host is its member node1.
class ClusterTest extends Cli {
    @BeforeEach
    void threeMembers() {
        prepare();
        incus.members("node1", "node2", "node3");
    }

    private void refused(String what, String hint, String... args) throws IOException {
        Ran ran = run(args);
        assertThat(ran.exit()).as(ran.toString()).isNotZero();
        assertThat(ran.err()).contains(what).contains(hint);
        assertThat(Files.exists(repo("demo"))).isFalse();
        assertThat(incus.get("/1.0/instances?project=repoman")).isEmpty();
    }

    @Test
    void newNamesTheMember() throws IOException {
        String plan = run("new", "demo", "--image", "tiny", "--target", "node2", "--dry-run")
                .ok();
        assertThat(plan).containsPattern("create container demo from tiny [(].*[)] on node2");
        assertThat(TestJson.mapper()
                        .readTree(run("new", "demo", "--image", "tiny", "--target", "@default", "--dry-run", "--json")
                                .ok())
                        .findValuesAsText("target"))
                .containsExactly("@default");
        Ran made = run("new", "demo", "--image", "tiny", "--target", "node2");
        made.ok();
        assertThat(made.err()).contains("must also be on the member that gets it");
        assertThat(incus.get("/1.0/instances/demo?project=repoman")
                        .path("location")
                        .asText())
                .isEqualTo("node2");
        assertThat(run("list", "--wide").ok()).contains("LOCATION").contains("node2");
        assertThat(TestJson.mapper()
                        .readTree(run("list", "--json").ok())
                        .at("/projects/0/location")
                        .asText())
                .isEqualTo("node2");
        assertThat(run("status", "demo").out()).containsPattern("location +node2");
    }

    @Test
    void whatCannotBeIsSaidBeforeAnythingIsMade() throws IOException {
        refused("the repository is on this host only", "--target node1", "new", "demo", "--image", "tiny");
        refused("no member node9", "its members are node1", "new", "demo", "--image", "tiny", "--target", "node9");
        refused("in the group gpu", "its groups are default", "new", "demo", "--image", "tiny", "--target", "@gpu");
        incus.offline("node3");
        refused("node3 is offline", "incus cluster list", "new", "demo", "--image", "tiny", "--target", "node3");
        incus.members();
        refused("not a cluster", "leave out --target", "new", "demo", "--image", "tiny", "--target", "node1");
    }

    @Test
    void aContainerOfAMemberThatIsGoneIsOffline() throws IOException {
        run("new", "demo", "--image", "tiny", "--target", "node2").ok();
        incus.offline("node2");
        Ran list = run("list");
        assertThat(list.ok()).containsPattern("demo +offline").doesNotContain("WARN");
        assertThat(list.err()).contains("demo: the member node2 of the cluster does not answer");
        assertThat(TestJson.mapper()
                        .readTree(run("list", "--json").ok())
                        .at("/projects/0/trouble")
                        .asText())
                .isEqualTo("the member node2 of the cluster does not answer");
        assertThat(run("list", "-q", "--filter", "offline").ok()).isEqualTo("demo\n");
        Ran stop = run("stop", "demo");
        assertThat(stop.exit()).isEqualTo(3);
        assertThat(stop.err())
                .contains("a member of the cluster does not answer")
                .contains("incus cluster list");
    }

    @Test
    void setupAndDoctorTellOfTheMembers() {
        assertThat(run("setup", "--dry-run", "--without-llm").out())
                .contains("a cluster of node1, node2, node3; this host is node1");
        incus.offline("node2");
        assertThat(run("doctor").out()).contains("the member node2 of the cluster is offline");
        incus.members("node1", "node2");
        assertThat(run("doctor").out()).contains("a cluster of two members").contains("add a third one");
    }

    @Test
    void membersAndGroupsAreCompleted() {
        incus.offline("node3");
        assertThat(run("__complete", "zsh", "--", "new", "x", "--target", "n").ok())
                .isEqualTo(":words\nnode1\tOnline\nnode2\tOnline\nnode3\tOffline\n");
        assertThat(run("__complete", "zsh", "--", "new", "x", "--target", "@").ok())
                .isEqualTo(":words\n@default\t\n");
    }
}
