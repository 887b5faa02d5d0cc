package dev.repoman.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The working directory is often a repository, so what stands there is an agent's.
class WorkingDirectoryIT {
    @TempDir
    Path temp;

    @Test
    void configuresNothing() throws IOException {
        Path repository = Files.createDirectories(temp.resolve("repository"));
        Path victim = Files.writeString(temp.resolve("authorized_keys"), "mine\n");
        Files.writeString(repository.resolve(".env"), """
                QUARKUS_LOG_LEVEL=DEBUG
                QUARKUS_LOG_FILE_ENABLED=true
                QUARKUS_LOG_FILE_LEVEL=DEBUG
                QUARKUS_LOG_FILE_PATH=%s
                """.formatted(victim));
        Files.writeString(
                Files.createDirectories(repository.resolve("config")).resolve("application.properties"),
                """
                quarkus.log.level=DEBUG
                quarkus.log.console.level=DEBUG
                quarkus.log.file.enabled=true
                quarkus.log.file.path=%s
                """.formatted(victim));

        Started ran = Started.run(
                repository,
                Map.of("HOME", temp.toString(), "REPOMAN_AOT", "off", "JAVA_HOME", System.getProperty("java.home")),
                System.getProperty("repoman.launcher"),
                "config",
                "path");

        assertThat(ran).isEqualTo(new Started(0, temp + "/.config/repoman/repoman.toml\n", ""));
        assertThat(victim).hasContent("mine\n");
    }
}
