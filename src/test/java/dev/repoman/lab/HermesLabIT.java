package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Images with hermes in them, and containers of such an image, on the real Incus. hermes is a stand-in, in
/// the two layouts that the real one has.
@LabTest
class HermesLabIT {
    /// In the host's data, and nowhere else but in its copy.
    private static final String SECRET = "s3cr3t-do-not-print";

    private static final Path DATA = Lab.dev().home().resolve(".local/share/repoman/hermes");
    /// Every path of the host's data with mode, owner, time of change and content.
    private static final String FINGERPRINT =
            "cd ~ && find .hermes -printf '%p %m %U %T@ %l\\n' | sort && find .hermes -type f | sort | xargs sha256sum";

    @BeforeEach
    void host() throws IOException {
        Lab.reset();
        Lab.bareSetup();
        Lab.dev().sh("""
                set -e
                incus profile create llm-share --project repoman </dev/null
                mkdir -p .config/repoman
                printf '[repoman]\\nschema = 3\\n[defaults]\\nprofiles = ["default", "claude-share", "llm-share"]\\n' >.config/repoman/repoman.toml
                printf '[defaults.llm]\\nenabled = true\\n' >>.config/repoman/repoman.toml
                mkdir -p .hermes/skills/a .hermes/hooks .hermes/sessions .hermes/hermes-agent/venv/bin
                cd .hermes
                printf 'OPENAI_API_KEY=%1$s\\nTELEGRAM_BOT_TOKEN=%1$s\\n' >.env
                echo 'model: {base_url: "http://localhost:11434/v1", api_key: %1$s}' >config.yaml
                echo soul >SOUL.md; echo skill >skills/a/SKILL.md; echo hook >hooks/h.py
                echo %1$s >auth.json; echo %1$s >state.db; echo %1$s >sessions/1.json
                ln -s $HOME hooks/home
                """.formatted(SECRET)).ok();
        recipe("install-older.sh");
        recipe("install-newer.sh");
    }

    private static void recipe(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HermesLabIT.class.getResourceAsStream("/lab/" + name))) {
            Lab.dev()
                    .stdin(new String(in.readAllBytes(), UTF_8))
                    .sh("cat > " + name)
                    .ok();
        }
    }

    private static Ran build(String installer, String... more) {
        return Lab.dev()
                .sh("repoman image build hermes --from tiny --installer " + installer + " " + String.join(" ", more));
    }

    private static String builders() {
        return Lab.dev()
                .sh("incus list --project repoman -f csv -c n | grep repoman-build || :")
                .ok()
                .out();
    }

    @Test
    void eachContainerHasItsOwnAndTheHostsIsOnlyRead() {
        build("install-older.sh").ok();
        assertThat(Lab.dev().run("repoman", "image", "list").ok().out()).contains("repoman-hermes", "0.16.0", "tiny");
        String before = Lab.dev().sh(FINGERPRINT).ok().out();

        Ran made = Lab.dev().sh("""
                (while :; do for p in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$p; done; done >ps.txt 2>/dev/null) & watcher=$!
                repoman new foo --hermes -v; code=$?
                kill $watcher; exit $code
                """);
        made.ok();
        assertThat(made.err())
                .contains("TELEGRAM_BOT_TOKEN", "config.yaml:1", "hooks/home")
                .doesNotContain(SECRET);
        Ran inside = Lab.dev()
                .run(
                        "repoman",
                        "shell",
                        "foo",
                        "--",
                        "cd ~/.hermes && stat -c '%a %U %n' . .env config.yaml SOUL.md skills skills/a skills/a/SKILL.md"
                                + " hooks hooks/h.py; ls -A; hermes --version; hermes hello; grep BOT_TOKEN .env; echo own >skills/own.md");
        assertThat(inside.ok().out()).isEqualTo("""
                700 dev .
                600 dev .env
                600 dev config.yaml
                600 dev SOUL.md
                700 dev skills
                700 dev skills/a
                600 dev skills/a/SKILL.md
                700 dev hooks
                600 dev hooks/h.py
                .env
                SOUL.md
                config.yaml
                hooks
                skills
                Hermes Agent v0.16.0 (2026.6.5)
                #TELEGRAM_BOT_TOKEN=%s
                """.formatted(SECRET));
        assertThat(Lab.dev()
                        .sh("stat -c '%U' " + DATA + "/foo/sessions/1.json && cat " + DATA + "/foo/sessions/1.json")
                        .ok()
                        .out())
                .isEqualTo("dev\nhello\n");

        build("install-newer.sh").ok();
        Lab.dev().run("repoman", "new", "bar", "--hermes").ok();
        assertThat(Lab.dev().sh(FINGERPRINT).ok().out()).isEqualTo(before);
        assertThat(Lab.dev()
                        .run("repoman", "shell", "bar", "--", "hermes --version; ls ~/.hermes")
                        .ok()
                        .out())
                .isEqualTo("Hermes Agent v0.21.0 (2026.9.1)\nSOUL.md\nconfig.yaml\nhooks\nskills\n");
        assertThat(Lab.dev().run("repoman", "list").ok().out())
                .containsPattern("foo +running +foo +repoman-hermes +yes +yes");
        Ran asked = Lab.dev()
                .sh("echo kinder >.hermes/skills/a/SKILL.md; echo new >.hermes/skills/n.md;"
                        + " (echo n; echo y) | script -qec 'repoman hermes reseed foo' /dev/null");
        assertThat(asked.out())
                .contains("copy skills/a/SKILL.md (changed)? [y/N]", "copy skills/n.md (new)? [y/N]")
                .contains("only in the container, kept: skills/own.md");
        assertThat(Lab.dev()
                        .run(
                                "repoman",
                                "shell",
                                "foo",
                                "--",
                                "cd ~/.hermes/skills && cat a/SKILL.md n.md && stat -c %a n.md")
                        .ok()
                        .out())
                .isEqualTo("skill\nnew\n600\n");
        String after = Lab.dev().sh(FINGERPRINT).ok().out();

        Lab.dev()
                .sh("repoman list --json >o; repoman status foo >>o; repoman status foo --json >>o;"
                        + " repoman hermes reseed foo -n >>o; repoman hermes reseed foo -n --json -v >>o 2>&1")
                .ok();
        assertThat(Lab.dev()
                        .sh("grep -rl " + SECRET + " o ps.txt .config .local/state; test -s ps.txt && echo looked")
                        .out())
                .isEqualTo("looked\n");
        assertThat(Lab.dev().sh(FINGERPRINT).ok().out()).isEqualTo(after);

        Lab.dev().run("repoman", "remove", "foo", "--yes").ok();
        assertThat(DATA.resolve("foo/sessions/1.json")).exists();
        Lab.dev()
                .sh("mkdir precious && echo keep >precious/file && mkdir " + DATA + "/foo/mnt " + DATA
                        + "/foo/deep && ln -s $HOME " + DATA + "/foo/home && ln -s $HOME/precious " + DATA
                        + "/foo/deep/p")
                .ok();
        Lab.root()
                .run("mount", "--bind", "/home/dev/precious", DATA + "/foo/mnt")
                .ok();
        Ran mounted = Lab.dev().run("repoman", "remove", "foo", "--purge-hermes", "--yes");
        assertThat(mounted.exit()).isEqualTo(4);
        assertThat(mounted.err()).contains("something is mounted in the hermes data, at " + DATA + "/foo/mnt");
        Lab.root().run("umount", DATA + "/foo/mnt").ok();
        Lab.dev().run("repoman", "remove", "foo", "--purge-hermes", "--yes").ok();
        assertThat(DATA.resolve("foo")).doesNotExist();
        assertThat(DATA.resolve("bar/SOUL.md")).exists();
        assertThat(Lab.dev().home().resolve("precious/file")).hasContent("keep");
        assertThat(Lab.dev().sh(FINGERPRINT).ok().out()).isEqualTo(after);
    }

    @Test
    void aBuildThatFailsLeavesNoBuilderAndTheOldImage() throws Exception {
        build("install-older.sh").ok();
        Lab.dev().sh("""
                printf 'echo working\\necho "E: no such package" >&2\\nexit 3\\n' >fails.sh
                printf 'echo waiting\\nsleep 600\\n' >hangs.sh
                printf 'set -e\\ndd if=/dev/zero of=/dev/full bs=1k count=1\\n' >full.sh
                cat install-older.sh - >broken.sh <<'E'
                chmod 700 /usr/local/lib/hermes-agent
                E
                """).ok();
        Ran fails = build("fails.sh");
        assertThat(fails.exit()).isEqualTo(1);
        assertThat(fails.err())
                .contains("the installer failed with exit code 3", "E: no such package", "the full output is in");
        assertThat(builders()).isEmpty();
        Ran hangs = build("hangs.sh", "--timeout", "2");
        assertThat(hangs.exit()).isEqualTo(1);
        assertThat(hangs.err()).contains("did not end within 2 s", "waiting");
        assertThat(builders()).isEmpty();
        Ran broken = build("broken.sh");
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.err()).contains("hermes --version fails for an ordinary user");
        assertThat(builders()).as(broken.err()).isEmpty();
        assertThat(build("full.sh").err()).containsIgnoringCase("no space left on device");
        assertThat(builders()).isEmpty();

        assertThat(Lab.dev().run("repoman", "image", "list").ok().out()).contains("0.16.0");

        for (String signal : List.of("-KILL", "-INT")) {
            Lab.dev().sh("rm .local/state/repoman/logs/*").ok();
            Process build = Lab.dev()
                    .start("repoman", "image", "build", "hermes", "--from", "tiny", "--installer", "hangs.sh", "-q");
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Lab.dev()
                                    .sh("grep -q waiting .local/state/repoman/logs/*")
                                    .exit()
                            == 0);
            assertThat(builders()).as(signal).startsWith("repoman-build-hermes-");
            assertThat(Lab.dev().run("repoman", "list", "-q").ok().out()).isEmpty();
            Lab.dev().run("pkill", signal, "-f", "image build hermes").ok();
            assertThat(build.waitFor()).isNotZero();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(builders()).as(signal).isEmpty());
            assertThat(Lab.dev().run("repoman", "image", "list").ok().out())
                    .contains("0.16.0")
                    .doesNotContain("was interrupted");
        }
        build("install-newer.sh").ok();
        assertThat(builders()).isEmpty();
        assertThat(Lab.dev().run("repoman", "image", "list").ok().out())
                .contains("0.21.0")
                .doesNotContain("0.16.0");
    }
}
