package dev.repoman.packaging;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What only a native executable can get wrong.
class ExecutableIT {
    @Test
    void keepsNoTraceOfItsBuilder() throws IOException {
        assumeTrue(Boolean.getBoolean("repoman.native"), "packaged for the JVM");
        String bytes = Files.readString(Path.of(System.getProperty("repoman.launcher")), ISO_8859_1);
        for (String property : new String[] {"user.dir", "java.home", "maven.home"}) {
            assertThat(bytes.contains(System.getProperty(property)))
                    .as(property)
                    .isFalse();
        }
        assertThat(bytes).doesNotContain(System.getenv("PATH"));
    }
}
