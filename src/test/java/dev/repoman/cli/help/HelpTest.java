package dev.repoman.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.Golden;
import dev.repoman.cli.Typed;
import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Width;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `--help` of every command.
public class HelpTest {
    private static final Path FOLDER = Path.of("src/test/resources/help");

    /// One that lists commands, one with long options, one whose examples stand below what is said of them.
    private static final Set<String> GOLDEN = Set.of("repoman", "repoman new", "repoman sync");

    public static String text(CommandSpec command) {
        return HelpView.text(HelpPage.of(command), 80, Style.PLAIN);
    }

    @Test
    void isAsItWasAt80Columns() {
        Map<String, String> texts = new TreeMap<>();
        for (CommandSpec command : Typed.commands()) {
            if (GOLDEN.contains(command.qualifiedName())) {
                texts.put(command.qualifiedName("-") + ".txt", text(command));
            }
        }
        assertThat(texts).hasSameSizeAs(GOLDEN);
        Golden.checkAll(FOLDER, texts, ".txt");
    }

    @Test
    void everyPageNamesAllThereIs() {
        SoftAssertions softly = new SoftAssertions();
        for (CommandSpec command : Typed.commands()) {
            String text = text(command);
            List<String> words = List.of(text.split("[\\s,]+"));
            String name = command.qualifiedName();
            softly.assertThat(text).as(name).startsWith("Usage: " + name + " ").contains("\nExamples:\n");
            List<String> commands = HelpPage.commands(command).stream()
                    .map(HelpPage.Entry::label)
                    .toList();
            softly.assertThat(words).as("commands of " + name).containsAll(commands);
            for (OptionSpec option : HelpPage.options(command)) {
                List<String> names = option.negatable()
                        ? List.of(option.longestName().replaceFirst("^--", "--[no-]"))
                        : List.of(option.names());
                softly.assertThat(words).as("options of " + name).containsAll(names);
            }
            command.positionalParameters().stream()
                    .filter(parameter -> !parameter.hidden())
                    .forEach(parameter ->
                            softly.assertThat(text).as(name).contains("\n  " + parameter.paramLabel() + "  "));
            String codes = text.substring(text.indexOf("\nExit codes:\n"));
            for (ExitCode code : ExitCode.values()) {
                softly.assertThat(codes).as(name).contains("%n  %3d  %s%n".formatted(code.code, code.meaning));
            }
        }
        softly.assertAll();
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

    /// An option without a place, or two in one place, would be wherever reflection happens to return them.
    @Test
    void everyOptionHasItsPlace() {
        SoftAssertions softly = new SoftAssertions();
        for (CommandSpec command : Typed.commands()) {
            List<OptionSpec> options = HelpPage.options(command);
            for (OptionSpec option : options) {
                boolean placed = option.order() > 0 || option.usageHelp() || option.versionHelp();
                softly.assertThat(placed)
                        .as("%s of %s has an order", option.longestName(), command.qualifiedName())
                        .isTrue();
            }
            for (int i = 1; i < options.size(); i++) {
                softly.assertThat(HelpPage.ORDER.compare(options.get(i - 1), options.get(i)))
                        .as(
                                "%s and %s in one place",
                                options.get(i - 1).longestName(), options.get(i).longestName())
                        .isNegative();
            }
        }
        softly.assertAll();
    }

    /// Reflection is free to return them the other way round.
    @Test
    void theirOrderIsNotThatOfTheSource() {
        CommandSpec command = Typed.commands().getFirst();
        List<OptionSpec> reversed = new ArrayList<>(command.options()).reversed();
        assertThat(reversed.stream().sorted(HelpPage.ORDER))
                .containsExactlyElementsOf(HelpPage.options(command))
                .extracting(OptionSpec::longestName)
                .containsExactly(
                        "--color", "--quiet", "--verbose", "--registry", "--trace-file", "--help", "--version");
    }

    private static final Set<String> NEITHER =
            Set.of("repoman shell", "repoman exec", "repoman open", "repoman completion");
}
