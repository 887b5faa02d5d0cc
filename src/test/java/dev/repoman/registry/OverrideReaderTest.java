package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.file.PosixFiles;
import dev.repoman.project.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an override, `repos.d/NAME.toml`, may say, and what is told of a wrong one.
class OverrideReaderTest {
    @TempDir
    Path folder;

    private Path file;
    private RegistryStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("repoman.toml");
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
    }

    @Test
    void anOverrideSaysWhatOneProjectDoesOtherwise() throws IOException {
        assertThat(store.override(new ProjectName("demo"))).isEqualTo(Override.NONE);
        Files.createDirectories(folder.resolve("repos.d"));
        Files.writeString(folder.resolve("repos.d/demo.toml"), """
                image = "other"
                profiles = ["default", "gpu"]
                backup = false

                [hermes]
                enabled = true

                [environment]
                EDITOR = "ed"

                [[device]]
                name = "cache"
                type = "disk"
                source = "/srv/cache"
                path = "/cache"
                shift = "true"

                [limits]
                cpu = 2
                memory = "4GiB"
                disk = "20GiB"

                [config]
                security.nesting = true
                "user.x" = "y"

                [git]
                name = "Ann"

                [ssh]
                agent = true

                [future]
                thing = 1
                """);
        assertThat(store.override(new ProjectName("demo")))
                .isEqualTo(new Override(
                        Optional.of("other"),
                        Optional.of(List.of("default", "gpu")),
                        Optional.of(false),
                        Optional.of(true),
                        Map.of("EDITOR", "ed"),
                        Map.of("limits.cpu", "2", "limits.memory", "4GiB", "security.nesting", "true", "user.x", "y"),
                        Optional.of("20GiB"),
                        List.of(new Override.Device(
                                "cache",
                                Map.of("type", "disk", "source", "/srv/cache", "path", "/cache", "shift", "true"))),
                        new Override.Git(Optional.of("Ann"), Optional.empty(), true),
                        Optional.empty(),
                        true,
                        Optional.empty(),
                        true,
                        List.of("33: future")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            image = "x:y"                          | 1: image: "x:y" is not an image: unknown image remote "x"
            backup = "no"                          | 1: backup: is a text, not a yes or no
            [environment]!A = 1                    | 2: environment.A: is a number, not a text
            [environment]!"A B" = "1"              | 2: environment.A B: is not the name of a variable
            [[device]]!type = "gpu"                | 1: device[1].name: is missing
            [[device]]!name = "repo"!type = "gpu"  | 2: device[1].name: "repo" is reserved for repoman
            [[device]]!name = "a"                  | 1: device[1].type: is missing
            [[device]]!name = "a"!type = "disk"!path = "/a"!source = "a" | 5: device[1].source: "a" is not an absolute path
            [[device]]!name = "a"!type = "disk"!source = "/a" | 1: device[1].path: is missing
            [[device]]!name = "a"!type = "disk"!path = "/a"   | 1: device[1].source: is missing
            [[device]]!name = "a"!type = "disk"!path = "a"!source = "/a" | 4: device[1].path: "a" is not an absolute path
            [[device]]!name = "a b"!type = "gpu"   | 2: device[1].name: "a b" is not the name of a device
            [[device]]!name = "a"!type = "gpu"![[device]]!name = "a"!type = "gpu" | 5: device[2].name: "a" is defined twice
            [[device]]!name = "a"!type = 1         | 3: device[1].type: is a number, not a text
            [limits]!cpu = true!memory = ""        | 3: limits.memory: "" is empty
            [limits]!cpu = 2![config]!limits.cpu = 3 | 4: config.limits.cpu: is in [limits] already
            [config]!raw.lxc = "x"                 | 2: config.raw.lxc: would open the boundary between container and host
            [config]!"security.privileged" = true  | 2: config.security.privileged: would open the boundary
            [config]!security.guestapi = true      | 2: config.security.guestapi: would open the boundary
            [config]!user.repoman.repo = "/"       | 2: config.user.repoman.repo: is reserved for repoman
            [config]!environment.A = "1"           | 2: config.environment.A: has a section of its own: [environment]
            [config]!nesting = true                | 2: config.nesting: is not a key of Incus
            [git]!email = ""                       | 2: git.email: "" is empty
            containment = "closed"                 | 1: containment: "closed" is not a level
            setup = " "                            | 1: setup: " " is empty
            sudo = "no"                            | 1: sudo: is a text, not a yes or no
            [[port]]!host = 8080                   | 1: port[1].container: is missing
            [[port]]!container = 70000             | 2: port[1].container: is not a port
            [[port]]!container = 80                | 1: port[1].host: "80" is reserved for root
            [[port]]!container = 80!host = "0"     | 3: port[1].host: "0" is not a port
            [[port]]!container = 80!host = "999.1.1.1:8080" | 3: port[1].host: "999.1.1.1:8080" is not a port
            [[port]]!container = 8080![[port]]!container = 80!host = "0.0.0.0:8080" | 5: port[2].host: "0.0.0.0:8080" is defined twice
            [[device]]!name = "port-1"!type = "proxy" | 2: device[1].name: "port-1" is reserved for repoman
            hermes = true                          | 1: hermes: is true or false, not a table
            """)
    void aWrongOverrideIsToldWithItsOwnFile(String text, String message) throws IOException {
        Path override = folder.resolve("repos.d/demo.toml");
        Files.createDirectories(override.getParent());
        Files.writeString(override, text.replace('!', '\n') + "\n");
        assertThat(RegistryReaderTest.fails(() -> store.override(new ProjectName("demo")))
                        .what())
                .startsWith(override + ":" + message);
    }

    @Test
    void aForkHasTheOverrideOfItsParentWithoutWhatTwoCannotHave() throws IOException {
        Files.writeString(file, """
                [repoman]
                schema = 3
                [[project]]
                name = "web"
                [[project]]
                name = "web-a"
                parent = "web"
                """);
        Path overrides = Files.createDirectories(folder.resolve("repos.d"));
        Files.writeString(overrides.resolve("web.toml"), """
                sudo = false
                [limits]
                memory = "1GiB"
                [ssh]
                agent = true
                [[port]]
                host = 8080
                container = 80
                [[device]]
                name = "git"
                type = "disk"
                source = "/x/.git"
                path = "/x/.git"
                [[device]]
                name = "cache"
                type = "disk"
                source = "/cache"
                path = "/cache"
                """);
        Override fork = store.override(new ProjectName("web-a"));
        assertThat(fork.devices()).extracting(Override.Device::name).containsExactly("cache");
        assertThat(fork.sshAgent() || fork.sudo()).isFalse();
        assertThat(fork.config()).containsEntry("limits.memory", "1GiB");
        Files.writeString(overrides.resolve("web-a.toml"), "sudo = true\n");
        assertThat(store.override(new ProjectName("web-a")).config())
                .as("its own, whole")
                .isEmpty();
        assertThat(store.load().projects().getLast().shown()).isEqualTo("web.a");
    }

    @Test
    void aPortIsADeviceThatForwardsIt() throws IOException {
        Files.createDirectories(folder.resolve("repos.d"));
        Files.writeString(
                folder.resolve("repos.d/demo.toml"),
                "[[port]]\ncontainer = 3000\n[[port]]\nhost = \"[::1]:8080\"\ncontainer = 80\ncolour = 1\n");
        Override override = store.override(new ProjectName("demo"));
        assertThat(override.devices())
                .containsExactly(
                        new Override.Device(
                                "port-3000",
                                Map.of(
                                        "type", "proxy",
                                        "bind", "host",
                                        "listen", "tcp:127.0.0.1:3000",
                                        "connect", "tcp:127.0.0.1:3000")),
                        new Override.Device(
                                "port-8080",
                                Map.of(
                                        "type", "proxy",
                                        "bind", "host",
                                        "listen", "tcp:[::1]:8080",
                                        "connect", "tcp:127.0.0.1:80")));
        assertThat(override.unknownKeys()).containsExactly("6: port[2].colour");
    }

    @Test
    void aVolumeOfAPoolIsNoPath() throws IOException {
        Files.createDirectories(folder.resolve("repos.d"));
        Files.writeString(
                folder.resolve("repos.d/demo.toml"),
                "[[device]]\nname = \"a\"\ntype = \"disk\"\npool = \"p\"\nsource = \"volume\"\npath = \"~/a\"\n");
        assertThat(store.override(new ProjectName("demo")).devices()).hasSize(1);
    }
}
