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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The formatter breaks a `///` line that is too long, and leaves its last words alone on the next line, in
/// the middle of a sentence. Such a break has to be filled again.
class CommentsTest {
    private static final Pattern COMMENT = Pattern.compile("\\s*///( ?)(.*)");
    /// What never goes on in the next line: a table, a heading, a fence, an empty line.
    private static final Pattern ALONE = Pattern.compile("[|#].*|```.*|\\s*");
    /// What never goes on with the line above: the same, a list item, a tag.
    private static final Pattern START = Pattern.compile("[-*] .*|\\d+\\. .*|@.*|" + ALONE);

    /// A writer may end a line early, for example before a long link. He leaves more than this.
    private static final int SHORT = 60;
    /// A word that ends before this column would have fitted whatever the formatter does.
    private static final int WIDTH = 100;

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java", "src/build"})
    void noLineIsBrokenInTheMiddleOfASentence(String folder) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                breaks(Files.readAllLines(file)).forEach(line -> found.add(file + ":" + line));
            }
        }
        assertThat(found).as("fill these paragraphs").isEmpty();
    }

    @Test
    void aShortLineBeforeAnotherOfItsParagraphIsFound() {
        assertThat(breaks(List.of(
                        "/// Some words that are long enough to fill a line of a comment, as far",
                        "/// as",
                        "/// this.")))
                .containsExactly(2);
    }

    @Test
    void whatEndsOrStartsAParagraphMayBeShort() {
        assertThat(breaks(List.of(
                        "/// Short.",
                        "///",
                        "/// A list:",
                        "/// - an item",
                        "/// - another",
                        "/// - a third one, as long as a line has to be before it may go on in the next one",
                        "///   that goes on",
                        "/// ```",
                        "/// code",
                        "/// code",
                        "/// ```",
                        "/// @param one short",
                        "/// @param two short",
                        "void code() {}",
                        "/// End.")))
                .isEmpty();
    }

    @Test
    void aWordThatWouldNotHaveFittedMayStandBelow() {
        assertThat(breaks(List.of("/// Short", "/// " + "x".repeat(WIDTH)))).isEmpty();
    }

    /// @return the numbers of the lines that end too early, counted from 1
    private static List<Integer> breaks(List<String> lines) {
        List<Integer> found = new ArrayList<>();
        boolean fenced = false;
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher here = COMMENT.matcher(lines.get(i));
            Matcher below = COMMENT.matcher(lines.get(i + 1));
            if (!here.matches()) {
                fenced = false;
                continue;
            }
            if (here.group(2).startsWith("```")) {
                fenced = !fenced;
                continue;
            }
            boolean continued = !fenced
                    && below.matches()
                    && !ALONE.matcher(here.group(2)).matches()
                    && !START.matcher(below.group(2)).matches();
            if (continued && endsTooEarly(lines.get(i), below.group(2).strip())) {
                found.add(i + 1);
            }
        }
        return found;
    }

    private static boolean endsTooEarly(String line, String below) {
        String word = below.split(" ", 2)[0];
        return line.length() < SHORT && line.length() + 1 + word.length() <= WIDTH;
    }
}
