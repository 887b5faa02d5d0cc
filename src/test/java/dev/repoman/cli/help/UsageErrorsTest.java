package dev.repoman.cli.help;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a wrong command line is answered with, word for word.
class UsageErrorsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        lst                                | unknown command 'lst'                        | did you mean list?
        lst new                            | unknown command 'lst'                        | did you mean list?
        LIST                               | unknown command 'LIST'                       | did you mean list?
        frobnicate                         | unknown command 'frobnicate'                 | repoman --help shows how
        --registry new lst                 | unknown command 'lst'                        | did you mean list?
        config gte                         | unknown command 'gte'                        | did you mean get?
        image bild hermes                  | unknown command 'bild'                       | did you mean build?
        __complet                          | unknown command '__complet'                  | repoman --help shows how
        list --nosuch                      | unknown option '--nosuch'                    | repoman list --help shows how
        new x --dryrun                     | unknown option '--dryrun'                    | did you mean --dry-run?
        new x --dry_run                    | unknown option '--dry_run'                   | did you mean --dry-run?
        new x --imgae=y                    | unknown option '--imgae'                     | did you mean --image?
        new x --no-backups                 | unknown option '--no-backups'                | did you mean --no-backup?
        --verson                           | unknown option '--verson'                    | did you mean --version?
        list -x                            | unknown option '-x'                          | repoman list --help shows how
        list -qx                           | unknown option '-x'                          | repoman list --help shows how
        config unset                       | KEY is missing                               | repoman config unset [OPTIONS] KEY; repoman config unset --help shows how
        config set                         | KEY is missing                               | repoman config set [OPTIONS] KEY VALUE...; repoman config set --help shows how
        config set defaults.bridge         | VALUE is missing                             | repoman config set [OPTIONS] KEY VALUE...; repoman config set --help shows how
        new a b                            | unexpected argument 'b'                     | repoman new [OPTIONS] [NAME]; repoman new --help shows how
        image list a                       | unexpected argument 'a'                     | repoman image list [OPTIONS]; repoman image list --help shows how
        new x --repo                       | --repo needs a value: DIR                    | repoman new [OPTIONS] [NAME]; repoman new --help shows how
        new x --repo --keep-failed                | --repo needs a value: DIR                    | repoman new [OPTIONS] [NAME]; repoman new --help shows how
        list --registry                    | --registry needs a value: FILE               | repoman list [OPTIONS] [PATTERN...]; repoman list --help shows how
        new x --repo a --repo b            | --repo is given twice                        | repoman new --help shows how
        list --wide --wide                 | --wide is given twice                        | repoman list --help shows how
        list --color sometimes             | 'sometimes' is not a valid value for --color          | one of auto, always, never
        list --color=allways               | 'allways' is not a valid value for --color            | did you mean always?
        setup --llm-wiring wan             | 'wan' is not a valid value for --llm-wiring           | did you mean lan?
        image build hermez                 | 'hermez' is not a valid value for AGENT               | did you mean hermes?
        completion tcsh                    | 'tcsh' is not a valid value for SHELL                 | one of bash, zsh, fish
        image build hermes --timeout soon  | 'soon' is not a valid value for --timeout             | it must be a whole number
        image build hermes --timeout 9e9   | '9e9' is not a valid value for --timeout              | it must be a whole number
        list --json=yes                    | --json takes no value                        | repoman list [OPTIONS] [PATTERN...]; repoman list --help shows how
        list -v=maybe                      | --verbose takes no value                     | repoman list [OPTIONS] [PATTERN...]; repoman list --help shows how
        setup --with-llm --without-llm     | --with-llm and --without-llm are mutually exclusive | use only one of them
        """)
    void says(String line, String message, String hint) {
        assertThat(Typed.complaint(line.split(" "))).isEqualTo("2\nrepoman: " + message + "\nhint: " + hint + "\n");
    }

    @Test
    void rightLinesAreNotComplainedOf() {
        for (String line : new String[] {
            "",
            "list",
            "--registry list list",
            "--color never new x",
            "shell demo -- ls --color -x",
            "sync a b c",
            "setup --llm-wiring LAN",
            "config set defaults.profiles a b c",
            "list -qv"
        }) {
            assertThat(Typed.complaint(line.isEmpty() ? new String[0] : line.split(" ")))
                    .as(line)
                    .isEqualTo("0\n");
        }
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(Typed.complaint("\u001b[2Jlst")).contains("unknown command '?[2Jlst'");
    }
}
