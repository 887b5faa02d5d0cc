package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// What the shells' scripts are answered, with what is there.
class CompletionTest extends Cli {
    @Test
    void isLiveAndQuiet() throws IOException {
        prepare();
        Files.createDirectories(registry().getParent());
        Files.createDirectories(repo("fresh"));
        Files.createDirectories(repo("web"));
        Files.writeString(registry(), """
                [repoman]
                schema = 3
                [[project]]
                name = "shop"
                repo = "web"
                image = "tiny"
                """);
        assertThat(complete("status", "")).isEqualTo(":words\nshop\tweb\n");
        assertThat(complete("new", "")).isEqualTo(":words\nfresh\t\n");
        assertThat(complete("config", "get", "project.shop.b")).isEqualTo(":words\nproject.shop.backup\t\n");
        assertThat(incus.requests()).isEmpty();
        assertThat(complete("new", "x", "--profile", "cl")).isEqualTo(":words\nclaude-share\t\n");
        assertThat(run("__complete", "bash", "--replaces=ti", "--", "new", "x", "--image=ti")
                        .ok())
                .startsWith(":words\ntiny\t");

        Files.writeString(registry(), "schema = [");
        assertThat(complete("status", "")).isEqualTo(":words\n");
        incus.close();
        assertThat(complete("new", "x", "--profile", "")).isEqualTo(":words\n");
        assertThat(registry()).hasContent("schema = [");
    }

    @Test
    void aShellHasItsScript() {
        // the others are typed at in TerminalLabIT
        assertThat(run("completion", "zsh").ok()).contains("made by: repoman completion zsh", "__complete");
    }

    private String complete(String... words) {
        String[] args = new String[words.length + 3];
        args[0] = "__complete";
        args[1] = "zsh";
        args[2] = "--";
        System.arraycopy(words, 0, args, 3, words.length);
        Ran ran = run(args);
        assertThat(ran.err()).isEmpty();
        return ran.ok();
    }
}
