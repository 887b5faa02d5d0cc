package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Servers inside, and how they are reached from the host.
@LabTest
class PortsLabIT {
    private static final String SERVE = "busybox httpd -p 127.0.0.1:3000 -h ~/repos/demo";

    @BeforeEach
    void reset() {
        Lab.reset();
        Lab.bareSetup();
    }

    @Test
    void aForwardedPortReachesTheServerAlsoAfterARestart() {
        LabUser dev = Lab.dev();
        dev.run("repoman", "new", "demo", "--image", "tiny").ok();
        dev.sh("echo hello > repos/demo/greeting").ok();
        dev.run("repoman", "shell", "demo", "--", SERVE).ok();
        assertThat(dev.run("repoman", "port", "demo").ok().out()).containsPattern("\n- +3000 +yes");

        dev.sh("cd repos/demo && repoman port 18080:3000").ok();
        reaches(dev, "hello");
        assertThat(dev.run("repoman", "open", "demo", "--print").ok().out()).isEqualTo("http://127.0.0.1:18080\n");
        assertThat(dev.run("repoman", "status", "demo", "--check").ok().out()).doesNotContain("drift");

        dev.run("repoman", "restart", "demo").ok();
        dev.run("repoman", "shell", "demo", "--", SERVE).ok();
        reaches(dev, "hello");

        dev.run("repoman", "port", "demo", "--remove", "3000").ok();
        assertThat(dev.sh("curl -s --max-time 5 http://127.0.0.1:18080/").exit())
                .isNotZero();
        assertThat(dev.run("repoman", "status", "demo", "--check").ok().out()).doesNotContain("drift");
    }

    @Test
    void aTakenPortIsSaidAndNothingChanges() {
        LabUser dev = Lab.dev();
        dev.run("repoman", "new", "one", "--image", "tiny").ok();
        dev.run("repoman", "new", "two", "--image", "tiny").ok();
        dev.run("repoman", "port", "one", "18081:80").ok();
        Ran ran = dev.run("repoman", "port", "two", "18081:80");
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the port 127.0.0.1:18081 of the host is taken by another program");
        assertThat(ran.took()).isLessThan(Duration.ofSeconds(5));
        assertThat(dev.run("repoman", "port", "two").ok().out()).startsWith("no port is forwarded");
    }

    private static void reaches(LabUser dev, String what) {
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(dev.sh("curl -s --max-time 5 http://127.0.0.1:18080/greeting")
                                .out())
                        .contains(what));
    }
}
