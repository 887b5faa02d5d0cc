package dev.repoman.cli;

import dev.repoman.cli.help.HelpTest;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/// The packaged program prints what [HelpTest] looks at: reflection has an order of its own there, above all
/// in a native executable. One start a command, since a start shows one page.
@PackagedProgram
class HelpIT extends Cli {
    @Test
    void theProgramPrintsWhatTheModelSays() {
        SoftAssertions softly = new SoftAssertions();
        for (CommandSpec command : Typed.commands()) {
            List<String> args = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
            args.removeFirst();
            args.add("--help");
            softly.assertThat(run(args.toArray(String[]::new)).ok()).isEqualTo(HelpTest.text(command));
        }
        softly.assertAll();
    }
}
