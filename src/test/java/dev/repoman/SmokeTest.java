package dev.repoman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
class SmokeTest {
    @Test
    @Launch("--version")
    void version(LaunchResult r) {
        assertThat(r.getOutput()).startsWith("repoman");
    }
}
