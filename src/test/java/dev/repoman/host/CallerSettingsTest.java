package dev.repoman.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.project.HostUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerSettingsTest {
    @TempDir
    Path root;

    private Map<String, String> settings(Map<String, String> env) {
        HostUser user = new HostUser("dev", 1000, 1000, root.resolve("home/dev").toString(), "/bin/sh");
        return CallerSettings.find(new HostEnvironment(env), user, root);
    }

    private void write(String path, String content) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void zone(String name, String rule) throws IOException {
        write("usr/share/zoneinfo/" + name, "TZif2\0\0data\n" + rule + "\n");
    }

    @Test
    void ofAnEmptyEnvironmentOnABareHostThereIsNothing() {
        assertThat(settings(Map.of("TERM", "", "LANG", ""))).isEmpty();
    }

    @Test
    void terminalAndLanguageArePassedOn() {
        assertThat(settings(Map.of("TERM", "xterm", "COLORTERM", "truecolor", "LANG", "de_DE.UTF-8", "EDITOR", "vi")))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("TERM", "xterm", "COLORTERM", "truecolor", "LANG", "de_DE.UTF-8"));
    }

    @Test
    void theTerminalsEntryIsTheOneThatNcursesFindsFirst() throws IOException {
        write("usr/share/terminfo/x/xterm-kitty", "system");
        assertThat(settings(Map.of("TERM", "xterm-kitty"))).containsEntry("REPOMAN_TERMINFO", "c3lzdGVt");
        write("home/dev/.terminfo/x/xterm-kitty", "own");
        assertThat(settings(Map.of("TERM", "xterm-kitty"))).containsEntry("REPOMAN_TERMINFO", "b3du");
        write("opt/kitty/terminfo/x/xterm-kitty", "kitty");
        assertThat(settings(Map.of("TERM", "xterm-kitty", "TERMINFO", root + "/opt/kitty/terminfo")))
                .containsEntry("REPOMAN_TERMINFO", "a2l0dHk=");
        for (String odd : new String[] {"../../etc/shadow", "x/../x", "nosuch", "-"}) {
            assertThat(settings(Map.of("TERM", odd))).as(odd).doesNotContainKey("REPOMAN_TERMINFO");
        }
    }

    @Test
    void theZoneIsThatOfTheHostUnlessTzNamesAnother() throws IOException {
        zone("Asia/Kolkata", "IST-5:30");
        zone("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3");
        Path localtime = Files.createDirectories(root.resolve("etc")).resolve("localtime");
        Files.createSymbolicLink(localtime, Path.of("../usr/share/zoneinfo/Asia/Kolkata"));
        assertThat(settings(Map.of())).isEqualTo(Map.of("TZ", "Asia/Kolkata", "REPOMAN_ZONE_RULE", "IST-5:30"));
        assertThat(settings(Map.of("TZ", ":Europe/Berlin")))
                .isEqualTo(Map.of("TZ", "Europe/Berlin", "REPOMAN_ZONE_RULE", "CET-1CEST,M3.5.0,M10.5.0/3"));
        assertThat(settings(Map.of("TZ", "EST5EDT"))).isEqualTo(Map.of("TZ", "EST5EDT"));
    }

    /// Some installers copy the file: its rule is known, its name is not.
    @Test
    void aCopyOfTheZonesFileIsEnough() throws IOException {
        write("etc/localtime", "TZif2\0\0data\n<+0545>-5:45\n");
        assertThat(settings(Map.of())).containsEntry("TZ", "<+0545>-5:45");
    }
}
