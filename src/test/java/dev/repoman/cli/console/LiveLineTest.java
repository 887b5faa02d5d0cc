package dev.repoman.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line that is written over.
class LiveLineTest {
    private final StringWriter screen = new StringWriter();

    private LiveLine live(int columns) {
        return new LiveLine(new PrintWriter(screen), () -> columns, Style.PLAIN, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        start container demo | ''                                | 80 | start container demo …
        start container demo | ''                                | 12 | start conta…
        create demo          | download rootfs: 42% (12.34MB/s)  | 80 | create demo  download rootfs ━━━━━━━━━━━━━━━━━━━━ 42% 12.34MB/s
        create demo          | unpack: 5%                        | 80 | create demo  unpack ━━━━━━━━━━━━━━━━━━━━ 5%
        create demo          | unpack: 5%                        | 30 | create demo … unpack 5%
        run the installer    | Fetching uv (3 of 7)              | 80 | run the installer … Fetching uv (3 of 7)
        클론 日本語リポジトリ | unpack: 100%                      | 20 | 클론 日本語リポジト…
        클론 日本語リポジトリ | ''                                | 80 | 클론 日本語リポジトリ …
        """)
    void fitsTheTerminal(String what, String progress, int columns, String line) {
        String drawn = LiveLine.line(what, progress, columns, Style.PLAIN);
        assertThat(drawn).isEqualTo(line);
        assertThat(Width.of(drawn)).isLessThanOrEqualTo(columns);
    }

    @Test
    void turnsWhileItWaits() {
        try (LiveLine live = live(40)) {
            live.begin("start demo");
            // drawn at once; on a busy machine it has turned by now
            assertThat(screen.toString()).matches("(?s)\r\033\\[K[ ⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] start demo ….*");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> screen.toString().matches("(?s).*[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] start demo …"));
            live.say("! careful");
            assertThat(screen.toString()).contains("\r\033[K! careful\n\r\033[K");
        }
        assertThat(screen.toString()).endsWith("\r\033[K");
    }

    @Test
    void whatIsOverSoonIsNotShown() {
        Duration soon = Duration.ofHours(1);
        try (LiveLine live = new LiveLine(new PrintWriter(screen), () -> 40, Style.PLAIN, "", soon)) {
            live.await("checking this host");
        }
        assertThat(screen.toString()).isEmpty();
    }

    @Test
    void whatTakesItsTimeIsShownAndGone() {
        try (LiveLine live = live(40)) {
            live.await("checking this host");
            await().atMost(Duration.ofSeconds(60)).until(() -> screen.toString().contains("checking this host …"));
        }
        assertThat(screen.toString()).endsWith("\r\033[K");
    }

    @Test
    void withoutATerminalOnlyWhatStaysIsWritten() {
        try (LiveLine live = live(0)) {
            live.begin("start demo");
            live.progress("unpack: 5%");
            live.say("done");
        }
        assertThat(screen.toString()).isEqualTo("done\n");
    }
}
