package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.repoman.TestJson;
import dev.repoman.cli.json.VersionDocument;
import dev.repoman.cli.view.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `--version` before the framework starts.
class VersionTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private boolean answered(String... args) {
        out.reset();
        return Version.answered(new PrintStream(out, true), args);
    }

    @Test
    void askedForAloneItIsPrintedAtOnce() {
        for (String option : List.of("--version", "-V")) {
            assertThat(answered(option)).isTrue();
            assertThat(out.toString()).isEqualTo(new Version().getVersion()[0] + "\n");
        }
    }

    @Test
    void asDataItSaysWhichBuildThisIs() throws Exception {
        for (String[] args : new String[][] {{"--version", "--json"}, {"--json", "-V"}}) {
            assertThat(answered(args)).isTrue();
            VersionDocument document = TestJson.mapper().readValue(out.toString(), VersionDocument.class);
            assertThat(out.toString())
                    .as("laid out as any other JSON")
                    .isEqualTo(new Json(TestJson.mapper()).text(document) + "\n");
            JsonNode node = new ObjectMapper().readTree(out.toString());
            assertThat(node.path("format").asInt()).isEqualTo(1);
            assertThat(node.path("version").asText()).isEqualTo(BuildInfo.VERSION);
            assertThat(node.path("commit").asText()).matches("unknown|[0-9a-f]{12}(-dirty)?");
            assertThat(node.path("build").asText()).isEqualTo("jvm");
            assertThat(node.path("java").asText()).isEqualTo(Runtime.version().toString());
        }
    }

    @Test
    void allElseIsParsed() {
        for (String[] args :
                new String[][] {{}, {"list"}, {"list", "--version"}, {"--version", "-q"}, {"--json"}, {"-V", "-V"}}) {
            assertThat(answered(args)).as(String.join(" ", args)).isFalse();
            assertThat(out.size()).isZero();
        }
    }
}
