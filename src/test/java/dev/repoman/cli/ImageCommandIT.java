package dev.repoman.cli;

import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/// The same on the packaged program, but for what costs many starts and shows nothing more there.
@QuarkusMainIntegrationTest
class ImageCommandIT extends ImageCommandTest {
    private static final String SAME = "the JVM of the test sees the same, faster";

    @Override
    @Test
    @Disabled(SAME)
    void refusals() {}

    @Override
    @Test
    @Disabled(SAME)
    void theOldImageGoesWhenTheNewOneIsThere() {}
}
