package dev.repoman.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the packaged program finds around it: the folder and the locale that it is started in.
class SurroundingsIT {
    @TempDir
    Path temp;

    /// It is often a repository, so what stands there is an agent's.
    @Test
    void theWorkingDirectoryConfiguresNothing() throws IOException {
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

        assertThat(configPath(repository, temp, Map.of())).isEqualTo(printed(temp));
        assertThat(victim).hasContent("mine\n");
    }

    @Test
    void aHomeBeyondAsciiIsFoundInAnyLocale() {
        Path home = temp.resolve("h\u00f6me");
        for (String locale : List.of("", "C", "POSIX", "xx_XX.UTF-8", "UTF-8")) {
            assertThat(configPath(temp, home, locale.isEmpty() ? Map.of() : Map.of("LC_ALL", locale)))
                    .as(locale)
                    .isEqualTo(printed(home));
        }
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() throws IOException {
        Started ran = Started.run(
                temp,
                env(temp, Map.of()),
                "/bin/sh",
                "-c",
                "exec \"$0\" new web --repo \"$(printf 'b\\374cher')\"",
                System.getProperty("repoman.launcher"));
        assertThat(ran)
                .isEqualTo(new Started(
                        2,
                        "",
                        "repoman: the argument \"b\uFFFDcher\" is not UTF-8\n"
                                + "hint: rename the file or folder: convmv converts names to UTF-8\n"));
        assertThat(temp).isEmptyDirectory();
    }

    private static Started printed(Path home) {
        return new Started(0, home + "/.config/repoman/repoman.toml\n", "");
    }

    private static Started configPath(Path folder, Path home, Map<String, String> more) {
        return Started.run(folder, env(home, more), System.getProperty("repoman.launcher"), "config", "path");
    }

    private static Map<String, String> env(Path home, Map<String, String> more) {
        Map<String, String> env = new HashMap<>(more);
        env.put("HOME", home.toString());
        env.put("USER", "dev");
        env.put("REPOMAN_AOT", "off");
        env.put("JAVA_HOME", System.getProperty("java.home"));
        return env;
    }
}
