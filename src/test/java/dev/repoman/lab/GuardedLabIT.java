package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a guarded container reaches on the network, and an open one: tried inside, beside services that say their name.
@LabTest
class GuardedLabIT {
    private static final String HOST = "192.0.2.1";
    private static final String RULES = "/etc/repoman-guard.nft";
    private final List<Process> services = new ArrayList<>();

    @BeforeEach
    void threeContainersAndAHost() {
        Lab.reset();
        Lab.bareSetup();
        int number = 11;
        for (String name : List.of("one", "two", "free")) {
            Lab.dev()
                    .stdin("[environment]\nIP4 = \"192.0.2." + number++ + "/24\"\n")
                    .sh("mkdir -p .config/repoman/repos.d && cat >.config/repoman/repos.d/" + name + ".toml")
                    .ok();
            Lab.dev()
                    .run(
                            name.equals("free")
                                    ? new String[] {"repoman", "new", name, "--image", "tiny", "--containment", "open"}
                                    : new String[] {"repoman", "new", name, "--image", "tiny"})
                    .ok();
            services.add(Lab.dev()
                    .start("repoman", "exec", name, "--root", "--", "nc", "-ll", "-p", "80", "-e", "hostname"));
        }
        services.add(Lab.root().start("busybox", "nc", "-ll", "-p", "2222", "-e", "echo", "ssh"));
        services.add(Lab.root().start("busybox", "nc", "-ll", "-p", "11434", "-e", "echo", "model"));
    }

    @AfterEach
    void noRules() {
        services.forEach(Process::destroyForcibly);
        Lab.root()
                .sh("nft delete table bridge repoman; nft delete table inet repoman; rm -f " + RULES
                        + "; echo 0 >/proc/sys/net/ipv4/ip_forward; pkill -f 'busybox nc -ll'; true");
    }

    private static String reached(String from, String address, int port) {
        String knock = "echo | nc -w 2 " + address + " " + port;
        return Lab.dev()
                .run("repoman", "exec", from, "--", "sh", "-c", knock)
                .out()
                .strip();
    }

    private static Ran rootIn(String name, String line) {
        return Lab.dev().run("repoman", "exec", name, "--root", "--", "sh", "-c", line);
    }

    @Test
    void aGuardedContainerReachesTheModelAndNotTheRest() {
        assertThat(reached("free", HOST, 2222)).isEqualTo("ssh");
        String link = Lab.root()
                        .sh("ip -6 -o addr show br0 scope link | sed 's/.*inet6 //; s,/.*,,'")
                        .out()
                        .strip() + "%eth0";
        assertThat(reached("one", link, 2222)).as("link-local").isEqualTo("ssh");
        assertThat(reached("one", "192.0.2.12", 80))
                .as("guarded, without any rules of root")
                .isEmpty();
        assertThat(reached("one", HOST, 2222)).as("only root can close this").isEqualTo("ssh");
        assertThat(Lab.dev().run("repoman", "status", "one").ok().out())
                .contains("level        guarded (registry)", "drift: the container is guarded, and reaches services");
        assertThat(Lab.dev().run("repoman", "status", "free", "--check").exit()).isZero();
        assertThat(Lab.dev().run("repoman", "list", "--wide").ok().out()).containsPattern("free +running.* open ");

        String rules = Lab.dev().run("repoman", "setup", "--guard-rules").ok().out();
        Lab.root()
                .stdin(rules)
                .sh("cat >" + RULES + " && nft -f " + RULES + " && nft -f " + RULES)
                .ok();

        assertThat(reached("one", HOST, 2222)).isEmpty();
        assertThat(reached("one", link, 2222)).as("link-local").isEmpty();
        assertThat(reached("one", HOST, 11434)).isEqualTo("model");
        assertThat(reached("one", "192.0.2.12", 80)).isEmpty();
        assertThat(reached("one", "192.0.2.13", 80)).as("an open one").isEmpty();
        assertThat(reached("free", "192.0.2.11", 80)).as("from an open one").isEmpty();
        assertThat(reached("free", HOST, 2222))
                .as("an open one is not filtered")
                .isEqualTo("ssh");
        assertThat(Lab.dev().sh("echo | busybox nc -w 2 192.0.2.11 80").out())
                .as("from the host")
                .isEqualTo("one\n");
        assertThat(Lab.dev().run("repoman", "status", "one", "--check").exit()).isZero();
        assertThat(Lab.dev().run("repoman", "setup", "--check", "--without-llm").out())
                .doesNotContain("guarded containers reach");

        Lab.root().sh("echo 1 >/proc/sys/net/ipv4/ip_forward").ok();
        rootIn("one", "ip route add 192.0.2.12/32 via " + HOST + "; ip route add 192.0.2.13/32 via " + HOST)
                .ok();
        assertThat(reached("one", "192.0.2.12", 80)).as("by way of the host").isEmpty();
        assertThat(reached("one", "192.0.2.13", 80)).as("by way of the host").isEmpty();

        rootIn(
                        "one",
                        "ip link set eth0 down; ip link set eth0 address 02:00:00:00:00:77; ip link set eth0 up"
                                + "; ip addr add 192.0.2.11/24 dev eth0; true")
                .ok();
        assertThat(reached("one", HOST, 11434)).as("with another MAC address").isEmpty();
    }

    @Test
    void theLevelIsChangedByTheOverrideAndRepair() {
        Lab.dev()
                .sh(
                        "echo 'containment = \"open\"' >>.config/repoman/repos.d/new.toml; sed -i '1i containment = \"open\"'"
                                + " .config/repoman/repos.d/two.toml")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "two").ok().out())
                .contains("level        open (override)", "drift: the container has the device eth0");
        Lab.dev().run("repoman", "repair", "two", "--yes").ok();
        rootIn("two", "ip addr add 192.0.2.12/24 dev eth0; ip link set eth0 up; true")
                .ok();
        assertThat(reached("two", "192.0.2.13", 80)).isEqualTo("free");
        assertThat(Lab.dev().run("repoman", "status", "two", "--check").exit()).isZero();

        Lab.dev()
                .run("repoman", "config", "set", "project.free.containment", "guarded")
                .ok();
        assertThat(Lab.dev().run("repoman", "status", "free").ok().out())
                .contains("drift: the container is not guarded: the interface eth0 is its profile's");
        Lab.dev().run("repoman", "repair", "free").ok();
        Lab.dev().run("repoman", "restart", "free", "one").ok();
        assertThat(reached("free", "192.0.2.11", 80)).isEmpty();
        assertThat(Lab.dev()
                        .run("repoman", "new", "new", "--image", "tiny", "--containment", "guarded")
                        .ok()
                        .err())
                .contains("containment = guarded");
    }
}
