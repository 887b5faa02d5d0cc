package dev.repoman.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource({"wbe,web", "we,web", "Web,web", "tolls,tools", "too,tools", "xyz,", "w-e-b,", "wwweb,", "toolsets,"})
    void theNearestOneIsWhatIsMeant(String given, String meant) {
        assertThat(Names.nearest(given, List.of("web", "tools"))).isEqualTo(java.util.Optional.ofNullable(meant));
    }
}
