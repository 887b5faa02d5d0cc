package dev.repoman.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserProbeTest {
    @TempDir
    Path folder;

    private Path passwd;
    private long uid;

    @BeforeEach
    void passwd() throws IOException {
        uid = ((Number) Files.getAttribute(folder, "unix:uid")).longValue();
        passwd = folder.resolve("passwd");
        Files.writeString(passwd, "other:x:4242:1::/home/other:/bin/sh\nme:x:" + uid + ":1::/home/me:/bin/zsh\n");
    }

    @Test
    void theEnvironmentComesFirst() {
        var env = new HostEnvironment(Map.of("USER", "dev", "HOME", "/h/dev/", "SHELL", "/bin/fish"));
        assertThat(UserProbe.find(env, folder, passwd)).satisfies(u -> {
            assertThat(u.name()).isEqualTo("dev");
            assertThat(u.home()).isEqualTo("/h/dev");
            assertThat(u.shell()).isEqualTo("/bin/fish");
            assertThat(u.uid()).isEqualTo(uid);
        });
    }

    @Test
    void passwdFillsInWhatTheEnvironmentDoesNotSay() {
        assertThat(UserProbe.find(new HostEnvironment(Map.of()), folder, passwd))
                .satisfies(u -> {
                    assertThat(u.name()).isEqualTo("me");
                    assertThat(u.home()).isEqualTo("/home/me");
                    assertThat(u.shell()).isEqualTo("/bin/zsh");
                });
    }

    /// `sudo -E`, or a script: the name came from somebody else's session.
    @Test
    void anothersNameIsNotTaken() {
        assertThat(UserProbe.find(new HostEnvironment(Map.of("USER", "other", "HOME", "/h")), folder, passwd)
                        .name())
                .isEqualTo("me");
        assertThat(UserProbe.find(new HostEnvironment(Map.of("USER", "a b:c", "HOME", "/h")), folder, passwd)
                        .name())
                .isEqualTo("me");
    }

    @Test
    void namesAndHomesMayHaveLettersBeyondAscii() throws IOException {
        assertThat(UserProbe.find(new HostEnvironment(Map.of("USER", "j\u00fcrgen", "HOME", "/h")), folder, passwd)
                        .name())
                .isEqualTo("j\u00fcrgen");
        Files.writeString(passwd, "zo\u00eb:x:" + uid + ":1::/home/zo\u00eb:/bin/zsh\n");
        assertThat(UserProbe.find(new HostEnvironment(Map.of()), folder, passwd))
                .satisfies(u -> {
                    assertThat(u.name()).isEqualTo("zo\u00eb");
                    assertThat(u.home()).isEqualTo("/home/zo\u00eb");
                });
        Files.writeString(passwd, "me:x:" + uid + ":1::/home/zo\u00eb:/bin/zsh\n", ISO_8859_1);
        assertThatThrownBy(() -> UserProbe.find(new HostEnvironment(Map.of()), folder, passwd))
                .hasMessageContaining("cannot determine the user name and home folder");
        assertThatThrownBy(() -> new HostEnvironment(Map.of("XDG_DATA_HOME", "/b\uFFFDr")).dataHome("/h"))
                .hasMessageContaining("the variable XDG_DATA_HOME is not UTF-8");
    }

    @Test
    void nobodyKnowsWhoItIs() {
        var env = new HostEnvironment(Map.of());
        assertThatThrownBy(() -> UserProbe.find(env, folder, folder.resolve("nosuch")))
                .isInstanceOf(RepomanException.class)
                .hasMessageContaining("uid " + uid);
    }

    @Test
    void xdgFoldersAreAbsoluteOrIgnored() {
        assertThat(new HostEnvironment(Map.of("XDG_STATE_HOME", "/s")).stateHome("/h"))
                .isEqualTo(Path.of("/s"));
        assertThat(new HostEnvironment(Map.of("XDG_STATE_HOME", "s")).stateHome("/h"))
                .isEqualTo(Path.of("/h/.local/state"));
        assertThat(new HostEnvironment(Map.of()).configHome("/h")).isEqualTo(Path.of("/h/.config"));
    }
}
