package dev.repoman.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A table that is made to fit.
class FitTest {
    private static final List<Fit.Step> STEPS = List.of(new Fit.Step(1, 8), new Fit.Step(1, 3), new Fit.Step(0, 4));

    private static List<Table.Cell> row(String... texts) {
        return Stream.of(texts).map(Table.Cell::of).toList();
    }

    private static List<String> lines(int columns) {
        Table table = new Table();
        Fit.to(
                        columns,
                        List.of(
                                row("NAME", "IMAGE", "STATE"),
                                row("a-long-name", "images:ubuntu/26.04/cloud", "running"),
                                row("b", "tiny")),
                        STEPS)
                .forEach(table::add);
        return table.lines();
    }

    @ParameterizedTest
    @ValueSource(ints = {18, 25, 30, 47})
    void noLineIsLonger(int columns) {
        assertThat(lines(columns)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }

    @Test
    void whatSaysLeastIsShortenedFirst() {
        assertThat(lines(47)).element(1).isEqualTo("a-long-name  images:ubuntu/26.04/cloud  running");
        assertThat(lines(40)).element(1).isEqualTo("a-long-name  images:ubuntu/26.…  running");
        assertThat(lines(25)).element(1).isEqualTo("a-long-name  im…  running");
        assertThat(lines(18)).containsExactly("NAME  IM…  STATE", "a-l…  im…  running", "b     ti…");
    }
}
