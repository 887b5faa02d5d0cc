package dev.repoman;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The formatter breaks a `///` line that is too long after its last word that fits, and leaves the rest on a line of
/// its own.
class CommentsTest {
    private static final Pattern LINE = Pattern.compile("( *)/// ?(.*)");
    /// What begins a paragraph, a list item, a tag, a table row or a block of code.
    private static final Pattern START = Pattern.compile("\\s*$|@.*|\\s*([-*|#`]|\\d+\\.).*|    .*");

    @Test
    void noParagraphIsBroken() throws IOException {
        List<String> broken = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                List<String> lines = Files.readAllLines(file);
                for (int i = 0; i + 1 < lines.size(); i++) {
                    Matcher line = LINE.matcher(lines.get(i));
                    Matcher next = LINE.matcher(lines.get(i + 1));
                    if (line.matches()
                            && next.matches()
                            && !START.matcher(line.group(2)).matches()
                            && !START.matcher(next.group(2)).matches()
                            && lines.get(i).length() < 60
                            && lines.get(i).length()
                                            + 1
                                            + next.group(2).split(" ")[0].length()
                                    <= 100) {
                        broken.add(file + ":" + (i + 1));
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }
}
