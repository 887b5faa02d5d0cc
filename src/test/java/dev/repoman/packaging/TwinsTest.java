package dev.repoman.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.PackagedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is shown in the test's own JVM is shown on the packaged program too, whatever it was packaged as.
class TwinsTest {
    private static final Path TESTS = Path.of("src/test/java/dev/repoman/cli");

    /// Which requests are made is told by the same code in either.
    private static final String JVM_ALONE = "RequestsTest";

    /// Hidden: the launcher runs it, and its test is the launcher's.
    private static final String OF_THE_LAUNCHER = "warm-up";

    private static Map<String, String> sources(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".java")) {
                    found.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        return found;
    }

    private static boolean isBody(String name, String source) {
        return name.endsWith("Test") && source.contains(" extends Cli ");
    }

    @Test
    void everyTestOfCommandsHasItsTwin() throws Exception {
        Map<String, String> sources = sources(TESTS);
        List<String> tests = sources.keySet().stream()
                .filter(name -> isBody(name, sources.get(name)))
                .filter(name -> !name.equals(JVM_ALONE))
                .toList();
        assertThat(tests).hasSizeGreaterThan(5);
        for (String test : tests) {
            Class<?> body = Class.forName("dev.repoman.cli." + test);
            Class<?> twin = Class.forName("dev.repoman.cli." + test.replaceFirst("Test$", "IT"));
            assertThat(body.isAnnotationPresent(PackagedProgram.class)).isFalse();
            assertThat(twin).isAssignableTo(body).hasAnnotation(PackagedProgram.class);
        }
    }

    @Test
    void everyCommandIsInOneOfThem() throws IOException {
        String bodies = sources(TESTS).entrySet().stream()
                .filter(source -> isBody(source.getKey(), source.getValue()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining());
        TreeSet<String> commands = sources(Path.of("src/main/java/dev/repoman/cli")).values().stream()
                .flatMap(source -> Pattern.compile("@Command\\(\\s*name = \"([a-z-]+)\"")
                        .matcher(source)
                        .results()
                        .map(MatchResult::group))
                .map(text -> text.substring(text.indexOf('"') + 1, text.length() - 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(commands).contains("repoman", "list", "new", OF_THE_LAUNCHER);
        commands.removeAll(List.of("repoman", OF_THE_LAUNCHER));
        assertThat(commands).allSatisfy(command -> assertThat(bodies).contains('"' + command + '"'));
    }
}
