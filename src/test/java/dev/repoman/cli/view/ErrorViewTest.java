package dev.repoman.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.TestJson;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Session.ColorMode;
import dev.repoman.cli.console.Terminal;
import dev.repoman.host.HostEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Errors on a terminal of 40 columns, and in a file.
class ErrorViewTest {
    private static final String WHAT = "the profile \"claude-share\" does not exist in the Incus project \"repoman\"";

    private static String said(int columns, String what, String hint) {
        Session session = new Session();
        session.color(ColorMode.NEVER);
        Terminal terminal = new Terminal(new HostEnvironment(Map.of()), session, null) {
            @Override
            public boolean isTerminal(Stream stream) {
                return columns > 0;
            }

            @Override
            public int columns(Stream stream) {
                return columns;
            }
        };
        StringWriter text = new StringWriter();
        new ErrorView(terminal, new Json(TestJson.mapper()))
                .say(new PrintWriter(text), ExitCode.FAILED, what, hint, false);
        return text.toString();
    }

    @Test
    void linesBreakBetweenWords() {
        assertThat(said(40, WHAT, "a name has letters, digits and hyphens, and not only digits"))
                .isEqualTo("""
                repoman: the profile "claude-share" does
                not exist in the Incus project "repoman"
                hint: a name has letters, digits and
                hyphens, and not only digits
                """);
    }

    @Test
    void aCommandIsNeverBroken() {
        assertThat(said(40, "no", "there is none yet; make one: incus storage create default dir source=/srv/a-folder"))
                .isEqualTo("""
                repoman: no
                hint: there is none yet; make one:
                incus storage create default dir source=/srv/a-folder
                """);
        String lines = "paste these lines:\nmkdir -p /home/dev/.local/bin /home/dev/a/folder\nincus info";
        assertThat(said(40, "no", lines)).isEqualTo("repoman: no\nhint: " + lines + "\n");
    }

    @Test
    void aFileHasNoEndOfLine() {
        assertThat(said(0, WHAT, "then: repoman setup"))
                .isEqualTo("repoman: " + WHAT + "\nhint: then: repoman setup\n");
    }
}
