package dev.repoman.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectNameTest {
    @ParameterizedTest
    @CsvSource({
        "My_Repo, my-repo",
        "my.repo.js, my-repo-js",
        "-Grüße aus Köln!-, gru-e-aus-koln",
        "a, a",
        "42,",
        "___,",
        "'',",
    })
    void theNearestValidName(String text, String name) {
        assertThat(ProjectName.fitted(text)).isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void aLongTextIsCut() {
        assertThat(ProjectName.fitted("a".repeat(62) + "_bc")).contains("a".repeat(62));
    }

    @Test
    void aBadNameComesWithOneThatWouldWork() {
        assertThatThrownBy(() -> new ProjectName("My_Repo"))
                .hasMessage("invalid name \"My_Repo\": '_' is not allowed")
                .extracting(e -> ((RepomanException) e).hint())
                .asString()
                .startsWith("try my-repo: a name has");
    }
}
