package dev.repoman.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `setup` on a bare Incus, as a user goes through it.
@LabTest
class SetupLabIT {
    private static final String LAN = "192.0.2.1";
    private static final String LLM_SHARE = """
            config:
              environment.OLLAMA_HOST: http://192.0.2.1:11434
            description: |
              Local LLM client tools (ollama client + hermes runtime) and host-daemon wiring.
              Created by repoman setup; do not hand-edit (changes will be overwritten).
            devices:
              ollama-bin:
                path: /usr/local/bin/ollama
                readonly: "true"
                required: "false"
                source: /usr/local/bin/ollama
                type: disk
            name: llm-share
            used_by: []
            project: repoman
            """;

    private static final String TYPE = resource("/lab/type.py");

    private static String resource(String name) {
        try (InputStream in = SetupLabIT.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void bareHost() {
        Lab.reset();
    }

    /// What a user types, at a pseudo-terminal of 80 columns: an answer a question; see `type.py`.
    private static Ran typed(String term, String... answers) {
        return Lab.dev().env("TERM", term).run("python3", "-c", TYPE, String.join("\n", answers), "repoman", "setup");
    }

    private static Ran setup(String... options) {
        return Lab.dev()
                .run(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("repoman", "setup"), List.of(options).stream())
                        .toArray(String[]::new));
    }

    @Test
    void theHelperForGitIsLinkedBesideTheProgram() {
        String setup =
                "mkdir -p bin && ln -sf /opt/repoman/repoman bin/repoman; PATH=$HOME/bin:/usr/bin:/bin; repoman setup";
        String line = "link ~/bin/git-remote-repoman to repoman, for git clone repoman::NAME";
        assertThat(Lab.dev().sh(setup + " --check --without-llm").out()).contains("+ " + line);
        assertThat(Lab.dev().sh(setup + " --yes --without-llm").err()).contains("✓ " + line);
        assertThat(Lab.dev()
                        .sh(setup + " --check --without-llm; git ls-remote repoman::nosuch; readlink bin/git-* >&2")
                        .toString())
                .doesNotContain(line)
                .contains("no project nosuch in the registry", "\nrepoman");
        Ran closed = Lab.dev()
                .sh("mkdir -p closed && ln -s /opt/repoman/repoman closed && chmod 555 closed"
                        + " && PATH=$HOME/closed:/usr/bin:/bin repoman setup --check --without-llm");
        assertThat(closed.out()).contains("sudo ln -s /home/dev/closed/repoman /usr/local/bin/git-remote-repoman");
    }

    /// The lines to paste, below the hint.
    private static String snippet(String output) {
        return output.replace("\r", "")
                .lines()
                .dropWhile(line -> !line.startsWith("hint: "))
                .skip(1)
                .filter(line -> line.matches("(mkdir|incus|sudo|printf) .*"))
                .collect(Collectors.joining("\n"));
    }

    private static void prepared() {
        Ran first = setup("--yes", "--without-llm");
        assertThat(first.exit()).as(first.toString()).isEqualTo(3);
        Lab.dev().sh(snippet(first.err())).ok();
    }

    @Test
    void fromABareIncusToAReadyHost() throws IOException {
        try (StandIn _ = StandIn.ollama(LAN)) {
            Ran first = typed("dumb", "ENTER");
            assertThat(first.exit()).as(first.toString()).isEqualTo(3);
            assertThat(first.out())
                    .contains("create Incus project repoman (features.images=false)")
                    .contains("Do this? [Y/n]")
                    .contains("repoman: the profile \"claude-share\" does not exist");
            Lab.dev().sh(snippet(first.out())).ok();

            Ran second = typed("dumb", "perhaps", "y", "ENTER");
            assertThat(second.exit()).as(second.toString()).isZero();
            assertThat(second.out())
                    .contains("ollama 0.9.1 answers at http://192.0.2.1:11434, with one model")
                    .contains("Connect containers to local models? [y/N]")
                    .contains("please answer y or n")
                    .contains("6  This host is ready");
            assertThat(Lab.dev()
                            .run("incus", "profile", "show", "llm-share", "--project", "repoman")
                            .ok()
                            .out())
                    .isEqualTo(LLM_SHARE);

            Lab.daemon()
                    .get("/1.0/projects/repoman")
                    .then()
                    .statusCode(200)
                    .body("metadata.config.'features.images'", equalTo("false"));
            Lab.daemon()
                    .get("/1.0/profiles/default?project=repoman")
                    .then()
                    .body("metadata.devices.root.pool", equalTo("default"))
                    .body("metadata.devices.eth0.parent", equalTo("br0"));
            Lab.daemon()
                    .get("/1.0/profiles/llm-share?project=repoman")
                    .then()
                    .body("metadata.config.'environment.OLLAMA_HOST'", equalTo("http://192.0.2.1:11434"))
                    .body("metadata.devices.ollama-bin.required", equalTo("false"))
                    .body("metadata.devices.ollama-state", nullValue());
            Lab.daemon()
                    .get("/1.0/profiles?project=repoman")
                    .then()
                    .body("metadata", hasItem("/1.0/profiles/claude-share?project=repoman"));
            Path registry = Lab.dev().home().resolve(".config/repoman/repoman.toml");
            assertThat(Files.readString(registry))
                    .contains("profiles       = [\"default\", \"claude-share\", \"llm-share\"]")
                    .contains("[defaults.llm]\nenabled = true\nhermes_default = false\n")
                    .contains("ollama_url = \"http://192.0.2.1:11434\"");

            byte[] written = Files.readAllBytes(registry);
            assertThat(typed("dumb").out()).contains("Nothing to change").doesNotContain("[Y/n]");
            assertThat(setup("--check").exit()).isZero();
            assertThat(registry).hasBinaryContent(written);

            Lab.dev()
                    .run("incus", "profile", "set", "llm-share", "environment.OLLAMA_HOST=x", "--project", "repoman")
                    .ok();
            Ran edited = setup("--check");
            assertThat(edited.exit()).isEqualTo(6);
            assertThat(edited.out()).contains("llm-share differs: environment.OLLAMA_HOST: x → http://192.0.2.1:11434");
            setup("--refresh").ok();
            assertThat(setup("--check").exit()).isZero();
        }
    }

    @Test
    void containersReachTheDaemonInBothWirings() throws IOException {
        prepared();
        String ask = "echo $OLLAMA_HOST; wget -qO- $OLLAMA_HOST/api/version";
        try (StandIn _ = StandIn.ollama("127.0.0.1")) {
            setup("--yes", "--llm-wiring", "proxy").ok();
            Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
            assertThat(Lab.dev().run("repoman", "shell", "demo", "--", ask).out())
                    .isEqualTo("http://127.0.0.1:11434\n{\"version\":\"0.9.1\"}");
            assertThat(setup("--check").exit()).isZero();
            assertThat(Lab.dev().run("repoman", "status").ok().out())
                    .contains("ollama        0.9.1", "models        qwen3:8b")
                    .doesNotContain("drift:");
        }
        try (StandIn _ = StandIn.ollama(LAN)) {
            setup("--yes", "--llm-wiring", "lan").ok();
            Lab.dev()
                    .run(
                            "incus",
                            "exec",
                            "demo",
                            "--project",
                            "repoman",
                            "--",
                            "sh",
                            "-c",
                            "ip link set eth0 up; ip addr add 192.0.2.50/24 dev eth0")
                    .ok();
            assertThat(Lab.dev().run("repoman", "shell", "demo", "--", ask).out())
                    .isEqualTo("http://192.0.2.1:11434\n{\"version\":\"0.9.1\"}");
        }
        assertThat(Lab.dev().run("repoman", "status").ok().out())
                .contains("drift: ollama does not answer at http://192.0.2.1:11434")
                .contains("repoman setup --refresh");
    }

    @Test
    void aDaemonOnLoopbackAloneIsOpenedByTheSnippet() throws IOException {
        prepared();
        Ran told;
        try (StandIn _ = StandIn.ollama("127.0.0.1")) {
            told = setup("--yes", "--with-llm");
        }
        assertThat(told.exit()).isEqualTo(3);
        assertThat(told.err()).contains("ollama answers on loopback only, not at http://192.0.2.1:11434 (br0)");
        // a host without systemd: what would be run as root is, and the restart is done here
        Path bin = Files.createTempDirectory(Lab.dev().home(), "bin");
        Files.writeString(bin.resolve("sudo"), "#!/bin/sh\nexec \"$@\"\n");
        Files.writeString(bin.resolve("systemctl"), "#!/bin/sh\necho \"$@\" >> " + bin + "/calls\n");
        Lab.root().sh("chmod 755 " + bin + "/*").ok();
        Lab.root().sh("PATH=" + bin + ":$PATH\n" + snippet(told.err())).ok();
        assertThat(bin.resolve("calls")).hasContent("daemon-reload\nrestart ollama");
        String unit = Files.readString(Path.of("/etc/systemd/system/ollama.service.d/repoman.conf"));
        assertThat(unit).isEqualTo("[Service]\nEnvironment=\"OLLAMA_HOST=0.0.0.0:11434\"\n");
        try (StandIn _ = StandIn.ollama("0.0.0.0")) {
            setup("--yes", "--with-llm").ok();
        }
    }

    @Test
    void whatIsNotOllama() throws IOException {
        prepared();
        try (StandIn _ = StandIn.answering(LAN, 200, "<!doctype html><title>router</title>")) {
            Ran html = setup("--yes", "--with-llm");
            assertThat(html.exit()).isEqualTo(3);
            assertThat(html.err())
                    .contains("what answers at http://192.0.2.1:11434 is not ollama: its answer is not JSON");
        }
        try (StandIn _ = StandIn.answering(LAN, 500, "oops")) {
            assertThat(setup("--yes", "--with-llm").err()).contains("it answers with HTTP status 500");
        }
        try (StandIn _ = StandIn.silent(LAN)) {
            Ran slow = setup("--yes", "--with-llm");
            assertThat(slow.exit()).isEqualTo(3);
            assertThat(slow.err()).contains("it did not answer within 2 s");
        }
        assertThat(setup("--yes", "--with-llm").err()).contains("nothing listens there");
        Lab.daemon().get("/1.0/profiles/llm-share?project=repoman").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "down", "without", "ipv6", "two"})
    void otherBridges(String kind) throws IOException {
        prepared();
        Lab.root()
                .sh(
                        switch (kind) {
                            case "absent" -> "true";
                            case "down" -> "ip link add br9 type bridge && ip addr add 198.51.100.1/24 dev br9";
                            case "without" -> "ip link add br9 type bridge && ip link set br9 up";
                            case "ipv6" ->
                                "ip link add br9 type bridge && ip addr add 2001:db8::1/64 dev br9 && ip link set br9 up";
                            default ->
                                "ip link add br9 type bridge && ip link set br9 up && ip addr add 198.51.100.1/24 dev br9"
                                        + " && ip addr add 203.0.113.1/24 dev br9";
                        })
                .ok();
        try (StandIn _ = StandIn.ollama(kind.equals("two") ? "203.0.113.1" : "127.0.0.1")) {
            Ran ran = setup("--yes", "--with-llm", "--bridge", "br9");
            if (kind.equals("two")) {
                assertThat(ran.ok().err()).contains("br9 has several addresses (198.51.100.1, 203.0.113.1)");
                assertThat(setup("--check").exit()).isZero();
            } else {
                assertThat(ran.exit()).as(ran.toString()).isEqualTo(3);
                assertThat(ran.err())
                        .contains(
                                switch (kind) {
                                    case "absent" -> "the bridge br9 does not exist";
                                    case "down" -> "the bridge br9 is down";
                                    case "without" -> "the bridge br9 has no IPv4 address\n";
                                    default -> "the bridge br9 has no IPv4 address, only IPv6 ones";
                                });
            }
        } finally {
            Lab.root().sh("ip link del br9 2>/dev/null; true");
        }
    }

    @Test
    void aNoAndTheEndOfInputStopIt() {
        Ran no = typed("dumb", "n");
        assertThat(no.exit()).as(no.toString()).isEqualTo(4);
        assertThat(no.out()).contains("repoman: setup stopped at stage 2, because you said no");
        Ran end = typed("dumb", "EOF");
        assertThat(end.exit()).as(end.toString()).isEqualTo(4);
        assertThat(Lab.dev().sh("repoman setup <&-").exit()).isEqualTo(2);
        assertThat(Lab.dev().run("repoman", "setup").exit()).isEqualTo(2);
        Lab.daemon().get("/1.0/projects/repoman").then().statusCode(404);
        Ran forbidden = Lab.guest().run("repoman", "setup", "--yes");
        assertThat(forbidden.exit()).isEqualTo(3);
        assertThat(forbidden.err()).contains("no permission to talk to Incus").contains("usermod -aG incus-admin");
    }

    @Test
    void aRunningContainerThatCannotTakeTheProfileIsNamed() throws IOException {
        prepared();
        try (StandIn _ = StandIn.ollama("0.0.0.0")) {
            setup("--yes", "--llm-wiring", "lan").ok();
            Lab.dev().run("repoman", "new", "demo", "--image", "tiny").ok();
            // its own daemon has the port
            Lab.dev()
                    .sh("incus config device add demo own proxy bind=instance listen=tcp:127.0.0.1:11434"
                            + " connect=tcp:127.0.0.1:11434 --project repoman")
                    .ok();
            Ran ran = setup("--yes", "--llm-wiring", "proxy");
            assertThat(ran.exit()).as(ran.toString()).isZero();
            assertThat(ran.err()).contains("! the container demo keeps using the old profile: ");
            assertThat(setup("--check").exit()).isZero();
        }
    }

    /// Each run is killed when it has just said that, and the next one continues.
    @Test
    void killedBetweenItsActionsTheNextRunCarriesOn() throws Exception {
        try (StandIn _ = StandIn.ollama(LAN)) {
            for (String said : List.of("POST /1.0/projects", "✓ create Incus project", "PATCH /1.0/profiles/default")) {
                killedAt(said);
            }
            prepared();
            for (String said : List.of(
                    "POST /1.0/profiles",
                    "✓ set defaults.repos_root",
                    "✓ set defaults.profiles",
                    "✓ set defaults.llm.enabled",
                    "✓ set defaults.llm.ollama_url")) {
                killedAt(said);
            }
            assertThat(setup("--yes", "--with-llm").ok().out()).containsIgnoringCase("this host is ready");
            assertThat(setup("--check").exit()).isZero();
            assertThat(Lab.dev()
                            .run("incus", "profile", "show", "llm-share", "--project", "repoman")
                            .out())
                    .isEqualTo(LLM_SHARE);
        }
    }

    private static void killedAt(String said) throws Exception {
        Process process = Lab.dev().start("repoman", "setup", "--yes", "--with-llm", "-v");
        InterruptedLabIT.readTo(process, said, 1);
        LabUser.kill(process);
        process.waitFor();
    }

    @Test
    void aMountedShareIsMarked() throws IOException {
        prepared();
        Lab.root()
                .sh("mkdir -p /run/nas && mount -t tmpfs tmpfs /run/nas && mkdir /run/nas/repos"
                        + " && chown dev:dev /run/nas/repos")
                .ok();
        try {
            Lab.dev()
                    .sh("mkdir -p .config/repoman && printf '[repoman]\\nschema = 3\\n[defaults]\\nbackup_root ="
                            + " \"/run/nas/repos\"\\n' > .config/repoman/repoman.toml")
                    .ok();
            assertThat(setup("--yes", "--without-llm").ok().err())
                    .contains("mark /run/nas/repos as the backup root (.repoman-backup)");
            assertThat(Path.of("/run/nas/repos/.repoman-backup")).exists();
            assertThat(setup("--check", "--without-llm").exit()).isZero();
        } finally {
            Lab.root().run("umount", "/run/nas");
        }
    }

    @Test
    void itReadsWellAt80ColumnsWithAndWithoutColour() throws IOException {
        try (StandIn _ = StandIn.ollama(LAN)) {
            String plain = typed("dumb", "ENTER").out().replace("\r", "");
            assertThat(plain).doesNotContain("\033[3", "\033[1").startsWith("1  Environment\n   ✓ Incus ");
            assertThat(plain.lines().filter(line -> line.startsWith("   "))).allMatch(line -> line.length() <= 80);
        }
        Lab.reset();
        Ran colour = typed("xterm-256color", "ENTER");
        assertThat(colour.out()).contains("\033[1m1  Environment\033[0m", "\033[32m✓\033[0m");
    }
}
