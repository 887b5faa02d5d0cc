package dev.repoman.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Columns as terminals count them.
class WidthTest {
    @ParameterizedTest
    @CsvSource({
        "'',0", "abc,3", "äöü,3", "日本語,6", "リポ,4", "ﾘﾎﾟ,3", "한국어,6", "\u1112\u1161\u11ab,2", "Ａ,2", "（）,4", "ー,2",
        "e\u0301,1", "\u200b,0", "a\u00adb,2", "👍,2", "👍🏽,2", "👩‍💻,2", "👨‍👩‍👧‍👦,2", "🇩🇪,2", "🇩🇪🇫🇷,4",
                "☂,1", "☂\uFE0F,2",
        "1\uFE0F\u20E3,2", "✓,1", "…,1", "━,1", "→,1", "\u001b,0", "नि,2", "ไม้,2", "𠮷,2", "☃x,2"
    })
    void of(String text, int columns) {
        assertThat(Width.of(text)).isEqualTo(columns);
    }

    @Test
    void cutsBetweenLetters() {
        assertThat(Width.cut("日本語", 3)).isEqualTo("日");
        assertThat(Width.cut("e\u0301x", 1)).isEqualTo("e\u0301");
        assertThat(Width.cut("a👩‍💻b", 2)).isEqualTo("a");
        assertThat(Width.cut("abc", 3)).isEqualTo("abc");
        assertThat(Width.cut("abc", 0)).isEmpty();
        assertThat(Width.fit("日本語テキスト", 7)).isEqualTo("日本語…");
    }

    @Test
    void tablesStandInColumns() {
        Table table = new Table();
        table.add(List.of(Table.Cell.of("日本"), Table.Cell.of("x")));
        table.add(List.of(Table.Cell.of("abcde"), Table.Cell.of("y")));
        assertThat(table.lines()).containsExactly("日本   x", "abcde  y");
    }
}
