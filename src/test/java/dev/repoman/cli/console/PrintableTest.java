package dev.repoman.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatIsSeenStaysAsItIs() {
        String text = "über/日本語/😀 it's 100% \"quoted\" \\n";
        assertThat(Printable.text(text)).isEqualTo(text);
        assertThat(Printable.lines("one\n\ttwo")).isEqualTo("one\n\ttwo");
    }

    @Test
    void whatIsNotSeenIsWrittenOut() {
        assertThat(Printable.text("a\nb\r\tc\u001b[2Jd\u0000e\u007f\u009b"))
                .isEqualTo("a\\nb\\r\\tc\\x1b[2Jd\\x00e\\x7f\\x9b");
        assertThat(Printable.text("gpj.\u202eexe\u200b\u2028")).isEqualTo("gpj.\\u{202e}exe\\u{200b}\\u{2028}");
    }

    @Test
    void ourOwnColoursStayInLines() {
        String line = Style.COLOR.bad("no") + " \u001b[2K\u001b]0;title\u0007";
        assertThat(Printable.lines(line)).isEqualTo(Style.COLOR.bad("no") + " \\x1b[2K\\x1b]0;title\\x07");
        assertThat(Printable.text(Style.COLOR.bad("no"))).doesNotContain("\u001b");
    }

    @Test
    void aDocumentStaysTheSame() {
        assertThat(Printable.json("{\n  \"a\" : \"x\u009b\u202e\"\n}"))
                .isEqualTo("{\n  \"a\" : \"x\\u009b\\u202e\"\n}");
    }
}
