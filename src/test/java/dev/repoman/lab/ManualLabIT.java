package dev.repoman.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The manual's examples are run, so that it cannot rot. Each `$ ` line of a `console` block is given to a
/// shell of an ordinary user on a bare host, one page after its beginning to its end, and what is printed
/// must be what the page says, but for figures. `<!-- root: COMMAND -->` prepares something that is not the
/// reader's concern. `-Dupdate.goldens=true` writes the output that changed into the page, and fails.
@LabTest
class ManualLabIT {
    @ParameterizedTest
    @ValueSource(strings = {"first-ten-minutes.md", "commands.md"})
    void everyExampleIsReal(String name) throws IOException {
        Lab.reset();
        Path page = Path.of(Lab.variable("LAB_DIR"), "..", "docs", name);
        String written = Files.readString(page);
        String real = run(written);
        if (!real.equals(written) && Boolean.getBoolean("update.goldens")) {
            Files.writeString(page, real);
        }
        assertThat(real).isEqualTo(written);
    }

    /// @return the page with the output of its commands; where only figures differ the page's own is kept
    private static String run(String page) {
        List<String> result = new ArrayList<>();
        Iterator<String> lines = page.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            result.add(line);
            if (line.startsWith("<!-- root: ")) {
                Lab.root()
                        .env("LAB_DIR", Lab.variable("LAB_DIR"))
                        .env("LAB_STATE", Lab.variable("LAB_STATE"))
                        .sh(line.substring("<!-- root: ".length(), line.lastIndexOf(" -->")))
                        .ok();
            } else if (line.equals("```console")) {
                List<String> block = new ArrayList<>();
                for (line = lines.next(); !line.equals("```"); line = lines.next()) {
                    block.add(line);
                }
                result.addAll(runBlock(block));
                result.add("```");
            }
        }
        return String.join("\n", result) + "\n";
    }

    private static List<String> runBlock(List<String> block) {
        List<String> result = new ArrayList<>();
        for (int at = 0; at < block.size(); ) {
            String command = block.get(at++);
            assertThat(command).startsWith("$ ");
            result.add(command);
            int end = at;
            while (end < block.size() && !block.get(end).startsWith("$ ")) {
                end++;
            }
            List<String> said = block.subList(at, end);
            List<String> says = shell(command.substring(2))
                    .out()
                    .lines()
                    .map(String::stripTrailing)
                    .toList();
            result.addAll(figureless(says).equals(figureless(said)) ? said : says);
            at = end;
        }
        return result;
    }

    /// The reader is dev, who cannot be asked for a password here.
    private static Ran shell(String line) {
        return line.startsWith("sudo ")
                ? Lab.root()
                        .sh(line.substring("sudo ".length()).replace("$USER", "dev"))
                        .ok()
                : Lab.dev().env("COLUMNS", "80").sh("{ " + line + "\n} 2>&1");
    }

    /// Times, sizes, addresses and versions differ from run to run, and the width of their columns with them.
    private static List<String> figureless(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll("  \\d+\\.\\d s$", "")
                        .replaceAll("\\d[\\d.,:TZ]*( ?(ms|s|B|kB|MB|GB|m|h|d|[0-9a-f]{6,})\\b)?", "#")
                        .replaceAll(" {2,}", "  "))
                .toList();
    }
}
