package dev.repoman.cli.help;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.repoman.cli.Typed;
import dev.repoman.cli.console.Width;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Each command has its page, made by the build; `man` shows it without a warning, and `whatis` finds it.
class ManPagesIT {
    private static final Path FOLDER = Path.of("target/man");

    @Test
    void eachCommandHasItsPage() throws IOException {
        assertThat(pages())
                .containsExactlyInAnyOrderElementsOf(Typed.commands().stream()
                        .map(command -> FOLDER + "/" + command.qualifiedName("-") + ".1")
                        .toList());
    }

    @Test
    void renderWithoutWarnings() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "no man here");
        List<String> pages = pages();
        String shown = run(with(List.of("man", "--warnings", "-E", "UTF-8", "-l"), pages));
        assertThat(shown)
                .contains("repoman new [OPTIONS] [NAME]", "EXIT STATUS", "~/.config/repoman/repoman.toml", "SEE ALSO")
                .doesNotContainIgnoringCase("warning");
        assertThat(shown.lines().filter(line -> Width.of(line) > 80)).isEmpty();
        assertThat(run(with(List.of("lexgrog"), pages)).lines())
                .hasSameSizeAs(pages)
                .allMatch(line -> line.contains(": \"repoman"));
    }

    private static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private static List<String> with(List<String> command, List<String> more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(more);
        return all;
    }

    private static String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("MANWIDTH", "80");
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("MANPAGER", "cat");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
