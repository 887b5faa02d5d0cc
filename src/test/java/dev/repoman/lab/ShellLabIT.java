package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `shell` and `exec` in two containers of the real Incus: `tiny` (busybox) and `systemd` (Debian).
@LabTest
class ShellLabIT {
    @BeforeAll
    static void twoContainers() {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().run("repoman", "new", "tiny", "--image", "tiny").ok();
        Lab.dev().run("repoman", "new", "systemd", "--image", "debian").ok();
    }

    private static Ran exec(String name, String... words) {
        return in("exec", name, words);
    }

    private static Ran in(String command, String name, String... words) {
        return Lab.dev().run(line(command, name, words));
    }

    private static String[] line(String command, String name, String... words) {
        String[] line = new String[words.length + 4];
        System.arraycopy(new String[] {"repoman", command, name, "--"}, 0, line, 0, 4);
        System.arraycopy(words, 0, line, 4, words.length);
        return line;
    }

    @Test
    void execStartsAProgramAsTheUserOrAsRoot() throws IOException {
        Files.createDirectories(Lab.home("dev").resolve("shared"));
        for (String name : new String[] {"tiny", "systemd"}) {
            assertThat(exec(name, "sh", "-c", "id -un; id -gn; pwd; echo $HOME $USER $LOGNAME; exit 3"))
                    .satisfies(ran -> assertThat(ran.exit()).isEqualTo(3))
                    .extracting(Ran::out)
                    .isEqualTo("dev\ndev\n/home/dev/repos/" + name + "\n/home/dev dev dev\n");
            assertThat(Lab.dev()
                            .run(
                                    "repoman",
                                    "exec",
                                    name,
                                    "--root",
                                    "--",
                                    "sh",
                                    "-c",
                                    "id -u; id -g; pwd; echo $HOME $USER")
                            .ok()
                            .out())
                    .isEqualTo("0\n0\n/home/dev/repos/" + name + "\n/root root\n");
            assertThat(exec(name, "sh", "-c", "echo $PATH").ok().out()).startsWith("/home/dev/.local/bin:");
            assertThat(exec(name, "nosuch").exit()).isEqualTo(127);
            assertThat(exec(name, "sh", "-c", "kill -9 $$").exit()).isEqualTo(137);
        }
        byte[] blob = new byte[3_000_000];
        new Random(1).nextBytes(blob);
        Ran cat = Lab.dev().stdin(blob).run("repoman", "exec", "tiny", "--", "sh", "-c", "cat; echo apart >&2");
        assertThat(cat.stdout()).isEqualTo(blob);
        assertThat(cat.err()).isEqualTo("apart\n");
    }

    @Test
    void argumentsArriveWhole() {
        String[] odd = {"a b", "*", "it's \"$HOME\"", "two\nlines", "", "-x", "\\n"};
        String[] words = new String[odd.length + 2];
        words[0] = "printf";
        words[1] = "<%s>";
        System.arraycopy(odd, 0, words, 2, odd.length);
        String expected = "<a b><*><it's \"$HOME\"><two\nlines><><-x><\\n>";
        for (String name : new String[] {"tiny", "systemd"}) {
            assertThat(exec(name, words).ok().out()).as(name).isEqualTo(expected);
            assertThat(in("shell", name, words).ok().out()).as(name).isEqualTo(expected);
            assertThat(in("shell", name, "sh", "-c", "echo $HOME").ok().out()).isEqualTo("/home/dev\n");
            assertThat(in("shell", name, "false || echo \"a  b\"; exit 4").out())
                    .isEqualTo("a  b\n");
            assertThat(in("shell", name, "nosuch", "x").exit()).isEqualTo(127);
        }
    }

    @Test
    void stoppedAndFrozenContainersAreWokenUp() {
        Lab.dev().run("incus", "stop", "-f", "tiny", "--project", "repoman").ok();
        assertThat(exec("tiny", "echo", "up").ok().out()).isEqualTo("up\n");
        Lab.dev().run("incus", "pause", "tiny", "--project", "repoman").ok();
        Ran thawed = exec("tiny", "echo", "up").ok();
        assertThat(thawed.out()).isEqualTo("up\n");
        assertThat(thawed.err()).isEqualTo("note: the container tiny is frozen; it is thawed now\n");
        Lab.daemon().get("/1.0/instances/tiny?project=repoman").then().body("metadata.status", equalTo("Running"));
    }

    @Test
    void languageAndTimeZoneAreThoseOfTheHostAsFarAsTheImageHasThem() {
        String show = "echo $LANG $TZ; date -d @0 +%H:%M";
        for (String name : new String[] {"tiny", "systemd"}) {
            LabUser kolkata = Lab.dev().env("LANG", "de_DE.UTF-8").env("TZ", "Asia/Kolkata");
            for (String[] line : new String[][] {line("exec", name, "sh", "-c", show), line("shell", name, show)}) {
                String zone = name.equals("tiny") ? "IST-5:30" : "Asia/Kolkata";
                assertThat(kolkata.run(line).ok().out()).isEqualTo("C.UTF-8 " + zone + "\n05:30\n");
            }
        }
    }

    @Test
    void theTerminalIsKnownInside() {
        Lab.dev()
                .sh(
                        "printf 'xterm-odd|a terminal of the test,\\n\\tcols#80, clear=CLEARED,\\n' > odd.ti && tic -x odd.ti")
                .ok();
        String show = "echo $TERM $COLORTERM; tput clear 2>/dev/null";
        LabUser odd = Lab.dev().env("TERM", "xterm-odd").env("COLORTERM", "truecolor");
        assertThat(odd.run(line("exec", "systemd", "sh", "-c", show)).ok().out())
                .isEqualTo("xterm-odd truecolor\nCLEARED");
        assertThat(odd.run(line("shell", "tiny", "echo $TERM; ls .terminfo ~/.terminfo/x 2>/dev/null"))
                        .out())
                .startsWith("xterm-odd\n")
                .contains("xterm-odd");
        String[] term = line("exec", "systemd", "sh", "-c", "echo $TERM");
        assertThat(Lab.dev().env("TERM", "nosuch-term").run(term).ok().out()).isEqualTo("xterm-256color\n");
        assertThat(Lab.dev().env("TERM", "dumb").run(term).ok().out()).isEqualTo("dumb\n");
        assertThat(Lab.dev().env("TERM", "").run(term).ok().out()).isEqualTo("\n");
    }

    @Test
    void groupsThatTheImageGivesTakeEffectInTheNextShell() {
        Lab.dev()
                .run(
                        "repoman",
                        "exec",
                        "systemd",
                        "--root",
                        "--",
                        "sh",
                        "-c",
                        "groupadd docker; usermod -aG docker dev")
                .ok();
        Lab.dev()
                .run("repoman", "exec", "tiny", "--root", "--", "sh", "-c", "echo docker:x:998:dev >> /etc/group")
                .ok();
        for (String name : new String[] {"tiny", "systemd"}) {
            assertThat(exec(name, "id", "-Gn").ok().out()).as(name).contains("docker");
            assertThat(in("shell", name, "id -Gn").ok().out()).as(name).contains("docker");
        }
    }

    @Test
    void systemdOfTheUserAnswers() {
        assertThat(exec("systemd", "sh", "-c", "echo $XDG_RUNTIME_DIR; systemctl --user is-system-running --wait")
                        .out())
                .startsWith("/run/user/1000\n")
                .containsAnyOf("running", "degraded");
        assertThat(exec("tiny", "sh", "-c", "echo [$XDG_RUNTIME_DIR]").out()).isEqualTo("[]\n");
    }

    /// The same on a terminal, through the client of Incus.
    @Test
    void atATerminal() {
        for (String name : new String[] {"tiny", "systemd"}) {
            Ran ran = Lab.dev()
                    .env("TERM", "xterm")
                    .stdin("tty; id -un; pwd; echo own > $(tty); exit 7\n".getBytes(UTF_8))
                    .sh("script -qec 'repoman exec " + name + " -- sh -i' /dev/null; echo code $?");
            assertThat(ran.out())
                    .as(name)
                    .contains("/dev/pts/", "\ndev\r\n", "/home/dev/repos/" + name, "own\r\n", "code 7")
                    .doesNotContain("denied", "job control");
        }
    }

    @Test
    void aLoopOverLinesRunsToItsEnd() {
        assertThat(Lab.dev()
                        .sh("while read n; do repoman shell -n $n -- echo $n; done <<EOF\ntiny\nsystemd\ntiny\nEOF")
                        .ok()
                        .out())
                .isEqualTo("tiny\nsystemd\ntiny\n");
        // as with ssh: it is the command's
        assertThat(Lab.dev()
                        .sh("printf 'tiny\\nb\\nc\\n' | while read n; do repoman exec $n -- cat; done")
                        .ok()
                        .out())
                .isEqualTo("b\nc\n");
    }
}
