package dev.repoman.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.plan.Names;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VocabularyTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "demo", "my-app-2", "2fast", "A1"})
    void names(String name) {
        assertThat(new ProjectName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "1", "42", "a_b", "a.b", "a b", "a/b", "ä", "a\n"})
    void noNames(String name) {
        assertThat(ProjectName.complaint(name)).isNotNull();
    }

    @Test
    void aNameHasAtMost63Characters() {
        assertThat(ProjectName.complaint("a".repeat(63))).isNull();
        assertThat(ProjectName.complaint("a".repeat(64))).contains("64 characters");
    }

    @Test
    void images() {
        assertThat(ImageRef.parse("tiny").remote()).isNull();
        assertThat(ImageRef.parse("local:tiny")).hasToString("tiny");
        assertThat(ImageRef.parse("images:ubuntu/26.04/cloud").server()).isEqualTo(ImageRef.IMAGES_SERVER);
        for (String bad : List.of("", "images:", ":x", "elsewhere:x")) {
            assertThatThrownBy(() -> ImageRef.parse(bad)).isInstanceOf(RepomanException.class);
        }
    }

    @Test
    void homes() {
        HostUser dev = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh");
        assertThat(dev.expand("~/repos")).isEqualTo("/home/dev/repos");
        assertThat(dev.expand("~")).isEqualTo("/home/dev");
        assertThat(dev.expand("/a/~")).isEqualTo("/a/~");
        assertThat(dev.expand("~other/x")).isEqualTo("~other/x");
        assertThat(dev.contract("/home/dev/repos")).isEqualTo("~/repos");
        assertThat(dev.contract("/home/developer")).isEqualTo("/home/developer");
    }

    @Test
    void whatWasPerhapsMeant() {
        List<String> known = List.of("isurus", "demo", "web-site");
        assertThat(Names.nearest("isuru", known)).contains("isurus");
        assertThat(Names.nearest("dmo", known)).contains("demo");
        assertThat(Names.nearest("web", known)).contains("web-site");
        assertThat(Names.nearest("quite-else", known)).isEmpty();
    }
}
