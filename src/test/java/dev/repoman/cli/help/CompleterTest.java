package dev.repoman.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Typed;
import dev.repoman.cli.help.Completer.Place;
import dev.repoman.cli.help.Completer.Wanted;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// What belongs at the end of a line; `|` marks the cursor.
class CompleterTest {
    /// Labels of values that nothing is known of.
    private static final Set<String> FREE = Set.of(
            "NEW",
            "TASK",
            "BRANCH",
            "PORT",
            "REMOTE",
            "[HOST:]PORT",
            "COUNT",
            "SIZE",
            "URL",
            "PATTERN",
            "VALUE",
            "COMMAND",
            "PROGRAM",
            "SECONDS",
            "ALIAS",
            "BRIDGE",
            "PATH",
            "CONTAINER",
            "LABEL",
            "TIME",
            "CHECKPOINT",
            "FILTER");

    private static Place at(String line) {
        String[] words = line.split("\\|", 2)[0].split(" ", -1);
        return Completer.at(Typed.commandLine(words).getCommandSpec(), Arrays.asList(words));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
        |                             > COMMAND
        li|                           > COMMAND
        --registry |                  > FILE
        --registry=/e|                > FILE
        --registry list l|            > COMMAND
        --color |                     > ONE_OF
        --color=a|                    > ONE_OF
        --nosuch=|                    > NOTHING
        --quiet=|                     > NOTHING
        -|                            > OPTION
        list --|                      > OPTION
        list |                        > PROJECT
        new |                         > NEW_PROJECT
        new x |                       > NOTHING
        new x --repo |                > REPOSITORY
        new x --image=t|              > IMAGE
        new --profile a --profile |   > PROFILE
        new --llm |                   > NEW_PROJECT
        restore x --to |              > FOLDER
        status |                      > PROJECT
        sync a b |                    > PROJECT
        shell |                       > PROJECT
        shell x |                     > NOTHING
        shell x -- |                  > NOTHING
        shell x -- --|                > NOTHING
        shell -- |                    > PROJECT
        exec |                        > PROJECT
        exec x --r|                   > OPTION
        exec x -- |                   > NOTHING
        config |                      > COMMAND
        config ge|                    > COMMAND
        config get |                  > KEY
        config set |                  > KEY
        config set a |                > NOTHING
        config unset |                > KEY
        image build |                 > ONE_OF
        image build hermes --from |   > IMAGE
        hermes reseed |               > PROJECT
        completion |                  > ONE_OF
        nosuch |                      > NOTHING
        setup --llm-wiring |          > ONE_OF
        """)
    void wants(String line, Wanted wanted) {
        assertThat(at(line == null ? "|" : line).wanted()).isEqualTo(wanted);
    }

    @Test
    void remembersTheRegistryThatTheLineNames() {
        assertThat(at("--registry=~/my list |").registry()).isEqualTo("~/my");
        assertThat(at("status --registry a b --registry c |").registry()).isEqualTo("c");
    }

    @Test
    void offersNoOptionTwiceUnlessItMayBeRepeated() {
        assertThat(values("new --json --profile a --llm -|"))
                .contains("--profile", "--hermes", "--no-hermes")
                .doesNotContain("--json", "--llm", "--no-llm", "--replaces");
    }

    @Test
    void valuesOfAnEnumAreWholeWords() {
        assertThat(values("--color=|")).isEqualTo("--color=auto --color=always --color=never");
        assertThat(values("completion |")).isEqualTo("bash zsh fish");
    }

    @Test
    void everyLabelIsKnown() {
        Set<String> unknown = new TreeSet<>();
        for (CommandSpec command : Typed.commands()) {
            for (ArgSpec arg : command.args()) {
                boolean value = arg.isPositional() || arg.arity().max() > 0;
                if (value && Completer.wanted(arg, command) == Wanted.NOTHING && !FREE.contains(arg.paramLabel())) {
                    unknown.add(command.qualifiedName() + " " + arg.paramLabel());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '`',
            value = {
                "abc > abc",
                "a\\ b > a b",
                "'a b > a b",
                "\"a\\\"b\\x\" > a\"b\\x",
                "a\"b c\"'d > ab cd",
                "a\\ > a",
                "$(x) > $(x)"
            })
    void bashWordsLoseTheirQuotes(String typed, String plain) {
        assertThat(ShellWords.unquote(typed)).isEqualTo(plain);
    }

    private static String values(String line) {
        return at(line).candidates(null).stream().map(c -> c.value()).collect(Collectors.joining(" "));
    }
}
