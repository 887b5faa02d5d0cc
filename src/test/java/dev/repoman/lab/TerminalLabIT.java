package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// At a pseudo-terminal: real shells, each with its script of `repoman completion`, in which lines are typed
/// and TAB is pressed; and progress.
@LabTest
class TerminalLabIT {
    private static final String TAB = resource("/lab/tab.py");
    private static final String TYPE = resource("/lab/type.py");

    @BeforeAll
    static void reset() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().sh("""
                set -e
                incus profile create local:'odd one:1' --project repoman </dev/null
                mkdir -p .config/repoman
                printf '[repoman]\\nschema = 3\\n[[project]]\\nname = "web-shop"\\nrepo = "web"\\nimage = "tiny"\\n' \
                    > .config/repoman/repoman.toml
                """).ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completes(String shell) {
        List<String> lines = typed(
                shell,
                "repoman remove w",
                "repoman new x --image=tiny-u",
                "repoman new x --profile odd",
                "repoman --registry=/etc/os-rel",
                "repoman shell web-shop -- w");
        assertThat(lines)
                .containsExactly(
                        "repoman remove web-shop ",
                        "repoman new x --image=tiny-ubuntu ",
                        "repoman new x --profile odd\\ one:1 ",
                        "repoman --registry=/etc/os-release ",
                        "repoman shell web-shop -- w");
    }

    @Test
    void progressIsWrittenOverWhereThatCanBe() {
        String live = Lab.dev()
                .env("TERM", "xterm")
                .env("NO_COLOR", "1")
                .run("python3", "-c", TYPE, "", "repoman", "new", "live", "--image", "tiny")
                .ok()
                .out();
        assertThat(live)
                .contains("\r\033[K  start container live …", "\r\033[K✓ start container live")
                .doesNotContain("\033[3");
        String dumb = Lab.dev()
                .env("TERM", "dumb")
                .run("python3", "-c", TYPE, "", "repoman", "remove", "live", "--yes")
                .ok()
                .out();
        assertThat(dumb).contains("✓ delete container live").doesNotContain("\033", " …");
    }

    /// @return what stood on each line after TAB
    private static List<String> typed(String shell, String... lines) {
        List<String> command = new ArrayList<>(List.of("python3", "-c", TAB, shell, ".script"));
        command.addAll(List.of(lines));
        Lab.dev().sh("repoman completion " + shell + " > .script").ok();
        List<String> told = new ArrayList<>();
        for (JsonNode one : Lab.dev().run(command.toArray(String[]::new)).ok().json()) {
            told.add(one.path("line").asText());
        }
        return told;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TerminalLabIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
