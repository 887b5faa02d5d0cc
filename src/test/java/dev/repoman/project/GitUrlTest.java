package dev.repoman.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org/x.git,            https://example.org/x.git,     https://example.org/x.git",
        "https://user:TOKEN@example.org/x.git, https://***@example.org/x.git, https://example.org/x.git",
        "https://TOKEN@example.org/x.git,      https://***@example.org/x.git, https://example.org/x.git",
        "HTTPS://TOKEN@example.org/x,          https://***@example.org/x,     https://example.org/x",
        "ssh://git@example.org/x.git,          ssh://git@example.org/x.git,   ssh://git@example.org/x.git",
        "ssh://git:TOKEN@example.org/x.git,    ssh://***@example.org/x.git,   ssh://example.org/x.git",
        "https://example.org/x?key=TOKEN,      https://example.org/x?***,     https://example.org/x?key=TOKEN",
        "git@example.org:x.git,                git@example.org:x.git,         git@example.org:x.git",
        "/srv/x.git,                           /srv/x.git,                    /srv/x.git",
        "../x,                                 ../x,                          ../x",
        "file:///srv/x,                        file:///srv/x,                 file:///srv/x",
        "git://example.org/x,                  git://example.org/x,           git://example.org/x"
    })
    void credentialsAreForGitAlone(String given, String shown, String clean) {
        GitUrl url = GitUrl.parse(given);
        assertThat(url.text()).isEqualTo(given);
        assertThat(url).hasToString(shown);
        assertThat(url.shown()).isEqualTo(shown);
        assertThat(url.clean()).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "fd::17/foo", "ext::sh -c true", "http://example.org/x", "ftp://x/y", "-u", "a\nb"})
    void otherTransportsAreRefused(String given) {
        assertThatThrownBy(() -> GitUrl.parse(given))
                .isInstanceOfSatisfying(
                        RepomanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.USAGE));
    }

    @Test
    void whatGitRepeatsIsCleansed() {
        GitUrl url = GitUrl.parse("https://user:s3cret@example.org/x.git");
        assertThat(url.cleansed("fatal: unable to access 'https://user:s3cret@example.org/x.git/': 403"))
                .doesNotContain("s3cret")
                .contains("https://***@example.org/x.git");
        assertThat(url.cleansed("the password s3cret is wrong")).doesNotContain("s3cret");
    }
}
