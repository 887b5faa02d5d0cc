package dev.repoman.cli;

import dev.repoman.Golden;
import dev.repoman.cli.help.HelpTest;
import io.quarkus.test.junit.main.QuarkusMainIntegrationTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

/// The packaged program prints the goldens of [HelpTest]: reflection has an order of its own there, above all in a
/// native executable. One start a command, since a start shows one page.
@QuarkusMainIntegrationTest
class HelpIT extends Cli {
    @Test
    void theProgramPrintsTheGoldens() {
        Map<String, String> texts = new TreeMap<>();
        for (CommandSpec command : Typed.commands()) {
            List<String> args = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
            args.removeFirst();
            args.add("--help");
            texts.put(HelpTest.golden(command), run(args.toArray(String[]::new)).ok());
        }
        Golden.checkAll(HelpTest.FOLDER, texts, ".txt");
    }
}
