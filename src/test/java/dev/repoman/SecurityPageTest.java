package dev.repoman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/security.md`: what crosses the boundary and what does not. A promise that no test tries is none.
class SecurityPageTest {
    private static final Pattern TRIED_BY = Pattern.compile("`(\\w+LabIT)\\.(\\w+)`");

    /// What only a whole network shows.
    private static final List<String> UNTRIED =
            List.of("reach your LAN and the internet", "take another MAC or IP address");

    @Test
    void eachLineNamesTheTestThatTriesIt() throws IOException {
        String page = Files.readString(Path.of("docs/security.md"));
        String levels = page.substring(page.indexOf("## Levels"), page.indexOf("## A sealed project"));
        List<String> without = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>();
        int lines = 0;
        for (String line : levels.lines().filter(l -> l.startsWith("| ")).toList()) {
            String claim = line.split("\\|")[1].strip();
            if (claim.startsWith("an agent can")) {
                continue; // the head of a table
            }
            lines++;
            Matcher tests = TRIED_BY.matcher(line);
            boolean tried = false;
            while (tests.find()) {
                tried = true;
                if (!source(tests.group(1)).contains("void " + tests.group(2) + "(")) {
                    missing.add(tests.group());
                }
            }
            if (!tried && !UNTRIED.contains(claim)) {
                without.add(claim);
            }
        }
        assertThat(lines).isGreaterThan(20);
        assertThat(without).as("lines without a test").isEmpty();
        assertThat(missing).as("tests that do not exist").isEmpty();
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.endsWith(name + ".java"))
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }
}
