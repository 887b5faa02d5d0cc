package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text of others, from Incus, git and files, is printed without what a terminal would obey.
class PlantedTextTest extends Cli {
    /// Colours, clears the screen, sets the title, turns the text around, and starts lines that look like ours.
    private static final String PLANTED =
            "x\u001b[31m\u001b[2J\u001b]0;t\u0007\u009b2J\u202e\r\nrepoman: all is well\nnote: all is well";

    /// The same between the quotes of JSON and of TOML.
    private static final String QUOTED = PLANTED.chars()
            .mapToObj(c -> c < ' ' || c > '~' ? String.format("\\u%04x", c) : Character.toString(c))
            .collect(Collectors.joining());

    /// The ways in which a command may print what was planted.
    static final List<String> WAYS = List.of("--color=always", "-v", "--json");

    /// @return those in which the next command is run
    List<String> ways() {
        return WAYS;
    }

    private void checkClean(String contains, String... args) {
        for (String more : ways()) {
            List<String> words = new ArrayList<>(List.of(args));
            words.add(args.length > 1 && args[0].matches("image|config") ? 2 : 1, more);
            Ran ran = run(words.toArray(String[]::new));
            String all = (ran.out() + ran.err()).replaceAll("(?<!x)\u001b\\[([012]|3[123])m", "");
            assertThat(ran.exit()).as(words + all).isNotEqualTo(70);
            assertThat(all.replace("\n", "")).as(words.toString()).doesNotContainPattern("[\\p{Cntrl}\u009b\u202e]");
            assertThat(all).as(words.toString()).containsPattern(contains);
            assertThat(all.lines()).as(words.toString()).noneMatch(line -> line.matches("(repoman|note): all is well"));
        }
    }

    @Test
    void whatTheDaemonSaysIsNeverPrintedRaw() {
        demo();
        incus.hostPaths(_ -> true);
        incus.version(PLANTED);
        checkClean("x\\\\", "status");
        incus.image(PLANTED, Map.of("repoman.agent", PLANTED));
        checkClean("x\\\\", "image", "list");
        incus.status("repoman", "demo", PLANTED);
        checkClean("x\\\\", "list");
        checkClean("x\\\\", "status", "demo");
        incus.status("repoman", "demo", "Running");
        incus.does(
                "PATCH",
                "/1.0/instances/demo?project=repoman",
                ("{\"config\":{\"user.repoman.image\":\"%s\"},\"devices\":"
                                + "{\"odd\":{\"type\":\"disk\",\"source\":\"/%s\",\"path\":\"/%s\"}}}")
                        .replace("%s", QUOTED));
        checkClean("x\\\\", "status", "demo");
        checkClean("", "repair", "demo", "--dry-run");
        String error = "{\"type\":\"error\",\"error_code\":500,\"error\":\"" + QUOTED + "\"}";
        incus.raw(".*", "HTTP/1.1 500 No\r\nContent-Length: " + error.length() + "\r\n\r\n" + error);
        for (String line : List.of(
                "list",
                "status",
                "status demo",
                "status demo --check",
                "new other",
                "remove demo --yes",
                "repair demo",
                "adopt other",
                "image list",
                "setup --check",
                "setup --yes")) {
            checkClean("x\\\\", line.split(" "));
        }
    }

    @Test
    void whatGitSaysIsNeverPrintedRaw() throws IOException {
        demo();
        checkClean("", "new", "other", "--image", "tiny", "--clone", "file:///" + PLANTED);
        Files.writeString(repo("demo").resolve(".git/HEAD"), "ref: refs/heads/" + PLANTED);
        checkClean("", "status", "demo");
        Files.writeString(repo("demo").resolve(".git/config"), PLANTED);
        checkClean("", "status", "demo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[defaults]\nincus_project = \"%s\"",
                "[defaults]\nrepos_root = \"/%s\"\nbackup_root = \"/%s\"",
                "[defaults]\nbridge = \"%s\"\nprofiles = [\"%s\"]\n",
                "[defaults]\nllm.ollama_url = \"%s\"",
                "[defaults]\n\"%s\" = \"%s\"\nprofiles = 1",
                "[[project]]\nname = \"%s\"",
                "[[project]]\nname = \"demo\"\nimage = \"%s\"\nprofiles = [\"%s\"]",
                "[[project]]\nname = \"demo\"\nrepo = \"%s\"",
                "[[project]]\nname = \"demo\"\ncreated = \"%s\""
            })
    void whatTheRegistrySaysIsNeverPrintedRaw(String text) throws IOException {
        demo();
        Files.writeString(registry(), "[repoman]\nschema = 3\n" + text.replace("%s", QUOTED) + "\n");
        checkClean("", "list");
        checkClean("", "status", "demo");
        checkClean("", "setup", "--check");
    }
}
