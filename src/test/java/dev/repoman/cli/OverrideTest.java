package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.repoman.cli.Program.Ran;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `repos.d/NAME.toml`: flag, then override, then `[defaults]`, then what is built in.
class OverrideTest extends Cli {
    private static void override(String text) throws IOException {
        Files.createDirectories(registry().resolveSibling("repos.d"));
        Files.writeString(registry().resolveSibling("repos.d/demo.toml"), text);
    }

    private JsonNode instance() {
        return incus.get("/1.0/instances/demo?project=repoman");
    }

    /// Whoever wrote it relies on it.
    @Test
    void whatIsUnknownIsSaidWithItsLine() throws IOException {
        prepare();
        override("backup = false\n\n[limit]\nmemory = \"1GiB\"\n");
        String note = "note: " + registry().resolveSibling("repos.d/demo.toml")
                + ":3: limit: unknown to repoman, has no effect\n";
        for (String command : new String[] {"new", "status", "repair"}) {
            Ran ran = command.equals("new") ? run("new", "demo", "--image", "tiny") : run(command, "demo");
            assertThat(ran.exit()).as(command).isZero();
            assertThat(ran.err()).as(command).containsOnlyOnce(note);
        }
    }

    @Test
    void theOverrideIsStrongerThanTheDefaults() throws IOException {
        prepare();
        override("""
                image = "tiny"
                profiles = ["default"]
                backup = false
                colour = "red"

                [hermes]
                enabled = false

                [environment]
                EDITOR = "vi -e"

                [[device]]
                name = "cache"
                type = "disk"
                source = "~/cache"
                path = "~/.cache/shared"
                shift = "true"
                required = "false"

                [[device]]
                name = "gpu"
                type = "gpu"
                """);
        Ran ran = run("new", "demo", "-v");
        assertThat(ran.ok()).contains("demo is ready");
        assertThat(ran.err())
                .containsOnlyOnce(
                        "note: " + registry().resolveSibling("repos.d/demo.toml") + ":4: colour: unknown to repoman");
        assertThat(instance().path("profiles").toString()).isEqualTo("[\"default\"]");
        assertThat(instance().path("config").path("environment.EDITOR").asText())
                .isEqualTo("vi -e");
        JsonNode cache = instance().path("devices").path("cache");
        assertThat(cache.path("source").asText()).isEqualTo(home() + "/cache");
        assertThat(cache.path("path").asText()).isEqualTo(home() + "/.cache/shared");
        assertThat(cache.path("required").asText()).isEqualTo("false");
        assertThat(instance().path("devices").path("gpu").path("type").asText()).isEqualTo("gpu");
        assertThat(instance().path("devices").path("repo").path("path").asText())
                .isEqualTo(repo("demo").toString());
        assertThat(registry())
                .content()
                .contains("image       = \"tiny\"", "backup      = false", "hermes      = false");
        assertThat(run("status", "demo").ok())
                .contains("profiles      default (registry)", "backup        off (registry)")
                .doesNotContain("drift:");
    }

    @Test
    void aFlagIsStrongerThanTheOverride() throws IOException {
        prepare();
        override("image = \"nosuch\"\nprofiles = [\"nosuch\"]\n");
        run("new", "demo", "--image", "tiny", "--profile", "default", "--no-backup")
                .ok();
        assertThat(instance().path("profiles").toString()).isEqualTo("[\"default\"]");
        assertThat(registry()).content().contains("backup      = false");
        assertThat(run("status", "demo").ok())
                .contains(
                        "image        tiny (registry)",
                        "drift: repos.d/demo.toml says image nosuch, the registry tiny; to fix it: repoman remove demo,"
                                + " then repoman new demo --no-backup --profile default",
                        "drift: repos.d/demo.toml says profiles nosuch, the registry default");
    }

    @Test
    void flagsForLimitsAndPortsAreKeptInTheOverride() throws IOException {
        prepare();
        override("# mine\n[limits]\ncpu = 4 # all\n");
        String[] command = {"new", "demo", "--image", "tiny", "--cpu", "2", "--memory", "1GiB", "--port", "18080:80"};
        assertThat(run(Stream.concat(Stream.of(command), Stream.of("--dry-run")).toArray(String[]::new))
                        .ok())
                .contains("add limits.cpu = 2, limits.memory = 1GiB, port 18080:80 to");
        assertThat(registry().resolveSibling("repos.d/demo.toml")).hasContent("# mine\n[limits]\ncpu = 4 # all\n");
        run(command).ok();
        assertThat(registry().resolveSibling("repos.d/demo.toml")).hasContent("""
                        # mine
                        [limits]
                        cpu = 2 # all
                        memory = "1GiB"

                        [[port]]
                        host      = 18080
                        container = 80
                        """);
        assertThat(instance().path("config").path("limits.cpu").asText()).isEqualTo("2");
        assertThat(instance().path("config").path("limits.memory").asText()).isEqualTo("1GiB");
        assertThat(instance().path("devices").path("port-18080").path("type").asText())
                .isEqualTo("proxy");
        assertThat(run("status", "demo", "--check").ok()).doesNotContain("drift");
    }

    /// Somebody takes the name while the container is being created.
    @Test
    void theSshAgentIsPartOfTheContainerWhenAsked() throws IOException {
        prepare();
        assertThat(run("new", "demo", "--image", "tiny", "--ssh-agent", "-n").ok())
                .contains("add ssh.agent = true to ~/.config/repoman/repos.d/demo.toml");
        run("new", "demo", "--image", "tiny", "--ssh-agent").ok();
        assertThat(registry().resolveSibling("repos.d/demo.toml")).hasContent("[ssh]\nagent = true\n");
        JsonNode device = incus.get("/1.0/instances/demo?project=repoman").at("/devices/ssh-agent");
        assertThat(device.path("bind").asText()).isEqualTo("instance");
        assertThat(device.path("mode").asText()).isEqualTo("0600");
        assertThat(run("status", "demo", "--check").ok())
                .contains("device ssh-agent", "everything inside can sign with your SSH keys while the agent at /");

        override("");
        Ran status = run("status", "demo", "--check");
        assertThat(status.exit()).isEqualTo(6);
        assertThat(status.out()).contains("the container has the device ssh-agent", "repoman repair demo");
        run("repair", "demo", "-y").ok();
        assertThat(incus.get("/1.0/instances/demo?project=repoman")
                        .at("/devices")
                        .has("ssh-agent"))
                .isFalse();
        override("[ssh]\nagent = true\n");
        run("repair", "demo").ok();
        assertThat(run("status", "demo", "--check").ok()).contains("device ssh-agent");
    }

    @Test
    void aFailedNewLeavesTheOverrideAsItWas() throws IOException {
        prepare();
        Files.createDirectories(registry().getParent());
        String taken = """
                [repoman]
                schema = 3

                [[project]]
                name = "demo"
                repo = "demo"
                image = "tiny"
                profiles = ["default"]
                """;
        incus.before("POST", "/1.0/instances/demo/exec", () -> {
            try {
                Files.writeString(registry(), taken);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Ran ran = run("new", "demo", "--image", "tiny", "--cpu", "2");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("rolled back the change of repos.d/demo.toml");
        assertThat(registry().resolveSibling("repos.d/demo.toml")).doesNotExist();
    }

    @Test
    void statusSaysWhereEachValueCameFrom() throws IOException {
        prepare();
        run("new", "demo", "--image", "tiny", "--profile", "default").ok();
        // an entry by hand has what its user wrote
        Files.writeString(registry(), "[defaults]\nprofiles = [\"default\"]\n[[project]]\nname = \"demo\"\n");
        override("image = \"tiny\"\n");
        assertThat(run("status", "demo").ok())
                .contains("image        tiny (override)")
                .contains("profiles     default (defaults)")
                .contains("backup       on (built-in)")
                .doesNotContain("drift:");
        assertThat(run("status", "demo", "--json").ok())
                .contains("\"origin\" : \"override\"", "\"origin\" : \"defaults\"", "\"origin\" : \"built-in\"")
                .contains("\"drift\" : [ ]");
        assertThat(run("config", "get", "project.demo.image").ok()).isEqualTo("tiny\n");
    }

    @Test
    void driftIsNamedWithTheCommandThatMendsIt() throws IOException {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        override("backup = false\n[environment]\nA = \"it's\"\n[[device]]\nname = \"kvm\"\ntype = \"unix-char\"\n");
        assertThat(run("list").ok()).containsPattern("demo .* off +2 differences\n");
        assertThat(run("list", "--json").ok()).contains("\"backup\" : false");
        assertThat(run("status", "demo").ok())
                .contains("backup       off (override)")
                .contains(
                        "drift: repos.d/demo.toml says A = \"it's\", the container does not; to fix it: repoman repair demo")
                .contains(
                        "drift: the container lacks the device kvm of repos.d/demo.toml; to fix it: repoman repair demo");
        override("backup = true\n");
        run("config", "set", "project.demo.backup", "false").ok();
        assertThat(run("status", "demo").ok())
                .contains("backup       off (registry)")
                .contains("drift: repos.d/demo.toml says backup = true, the registry false; to fix it: repoman config"
                        + " set project.demo.backup true");
    }

    @Test
    void aTakenOverContainerGetsWhatItLacks() throws IOException {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        Files.delete(registry());
        override("[environment]\nA = \"b\"\n[[device]]\nname = \"gpu\"\ntype = \"gpu\"\n");
        assertThat(run("new", "demo", "--image", "tiny", "-n").ok()).contains("• set environment.A, gpu of container");
        run("new", "demo", "--image", "tiny").ok();
        assertThat(instance().path("config").path("environment.A").asText()).isEqualTo("b");
        assertThat(instance().path("devices").path("gpu").path("type").asText()).isEqualTo("gpu");
    }

    @Test
    void wrongValuesAreNamedWithFileAndLine() throws IOException {
        prepare();
        override("[[device]]\nname = \"repo\"\ntype = \"gpu\"\n");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err())
                .startsWith("repoman: " + registry().resolveSibling("repos.d/demo.toml")
                        + ":2: device[1].name: \"repo\" is reserved for repoman")
                .contains("hint: allowed: ");
        assertThat(repo("demo")).doesNotExist();
    }

    @Test
    void aDeviceInPlaceOfTheRepositoryIsRefused() throws IOException {
        prepare();
        override("[[device]]\nname = \"a\"\ntype = \"disk\"\nsource = \"/srv\"\npath = \"~/repos/demo\"\n");
        Ran ran = run("new", "demo", "--image", "tiny");
        assertThat(ran.exit()).isEqualTo(5);
        assertThat(ran.err()).contains("the device a of repos.d/demo.toml is at the path of the repository");
    }
}
