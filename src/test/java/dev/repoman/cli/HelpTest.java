package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.Golden;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/// `--help` of every command.
class HelpTest {
    @Test
    void isAsItWasAt80Columns() {
        Map<String, String> texts = new TreeMap<>();
        for (CommandSpec command : Typed.commands()) {
            texts.put(command.qualifiedName("-") + ".txt", HelpView.text(HelpPage.of(command), 80, Style.PLAIN));
        }
        Golden.checkAll(Path.of("src/test/resources/help"), texts, ".txt");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        SoftAssertions softly = new SoftAssertions();
        for (CommandSpec command : Typed.commands()) {
            for (int columns : new int[] {60, 80, 200}) {
                HelpView.text(HelpPage.of(command), columns, Style.PLAIN)
                        .lines()
                        .forEach(line -> softly.assertThat(Width.of(line))
                                .as("%s at %d: %s", command.qualifiedName(), columns, line)
                                .isLessThanOrEqualTo(Math.min(columns, 100)));
            }
        }
        softly.assertAll();
    }

    /// Colour changes no letter.
    @Test
    void isTheSameInColour() {
        for (CommandSpec command : Typed.commands()) {
            HelpPage page = HelpPage.of(command);
            assertThat(HelpView.text(page, 80, Style.COLOR).replaceAll("\033\\[[0-9;]*m", ""))
                    .isEqualTo(HelpView.text(page, 80, Style.PLAIN));
        }
    }

    @Test
    void everythingIsSaid() {
        SoftAssertions softly = new SoftAssertions();
        for (CommandSpec command : Typed.commands()) {
            HelpPage page = HelpPage.of(command);
            String name = page.name();
            softly.assertThat(page.description()).as(name).isNotEmpty();
            softly.assertThat(page.examples()).as("examples of " + name).isNotEmpty();
            page.examples()
                    .forEach(example ->
                            softly.assertThat(example.label()).as(name).contains("repoman"));
            command.args()
                    .forEach(arg -> softly.assertThat(String.join("", arg.description()))
                            .as("%s of %s", arg, name)
                            .endsWith("."));
            if (command.subcommands().isEmpty()) {
                boolean changes = command.optionsMap().containsKey("--dry-run");
                boolean reads = command.optionsMap().containsKey(JsonOption.NAME);
                softly.assertThat(changes || reads || NEITHER.contains(name))
                        .as(name)
                        .isTrue();
            }
        }
        softly.assertAll();
    }

    private static final Set<String> NEITHER = Set.of("repoman shell", "repoman completion");
}
