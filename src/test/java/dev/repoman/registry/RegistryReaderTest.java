package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.file.LockFile;
import dev.repoman.file.PosixFiles;
import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryReaderTest {
    @TempDir
    Path folder;

    private Path file;
    private RegistryStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("repoman.toml");
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
    }

    static RepomanException fails(Runnable use) {
        RepomanException[] caught = new RepomanException[1];
        assertThatThrownBy(use::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                .satisfies(e -> caught[0] = e);
        assertThat(caught[0].fault()).isEqualTo(Fault.REGISTRY);
        return caught[0];
    }

    @Test
    void everythingThatCanBeWritten() throws IOException {
        Files.writeString(file, """
                [repoman]
                schema = 3

                [defaults]
                repos_root = "/srv/code"
                backup_root = "~/backup"
                incus_project = "mine"
                default_image = "tiny"
                profiles = ["base"]
                claude_share_profile = "agents"

                [defaults.sealed]
                allow = ["github.com", "*.pypi.org"]

                [defaults.llm]
                enabled = true
                hermes_default = true
                ollama_url = "http://[2001:db8::1]:11434"
                wiring = "proxy"
                hermes_seed = [".env", "skills/"]
                hermes_env_keep = ["TELEGRAM_BOT_TOKEN"]

                [[project]]
                name = "full"
                repo = "group/full"
                image = "other"
                profiles = []
                created = 2026-04-28T17:00:00.75+02:00
                last_sync = "2026-05-01 02:00:07Z"
                backup = false
                hermes = true
                containment = "guarded"

                [[project]]
                name = "bare"
                """);
        Registry registry = store.load();
        Llm llm = new Llm(
                true,
                true,
                "http://[2001:db8::1]:11434",
                Llm.Wiring.PROXY,
                List.of(".env", "skills/"),
                List.of("TELEGRAM_BOT_TOKEN"));
        assertThat(registry.defaults())
                .isEqualTo(new Defaults(
                        "",
                        "/srv/code",
                        "~/backup",
                        "mine",
                        "tiny",
                        List.of("base"),
                        "agents",
                        "br0",
                        Containment.GUARDED,
                        List.of("github.com", "*.pypi.org"),
                        Checkpoints.BUILT_IN,
                        llm));
        assertThat(registry.projects())
                .containsExactly(
                        new Project(
                                new ProjectName("full"),
                                "group/full",
                                "other",
                                List.of(),
                                "2026-04-28T15:00:00Z",
                                "2026-05-01T02:00:07Z",
                                false,
                                true,
                                Containment.GUARDED),
                        new Project(
                                new ProjectName("bare"),
                                "bare",
                                "tiny",
                                List.of("base"),
                                "",
                                "",
                                true,
                                false,
                                Containment.OPEN,
                                null,
                                null,
                                Set.of(
                                        "repo",
                                        "image",
                                        "profiles",
                                        "created",
                                        "last_sync",
                                        "backup",
                                        "hermes",
                                        "containment")));
        assertThat(registry.unknownKeys()).isEmpty();
        assertThat(registry.written()).hasSize(13).contains("defaults.repos_root", "defaults.llm.wiring");
        assertThat(Settings.of(registry)).extracting(Setting::name).containsAll(registry.written());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "defaults = 3                          | defaults: is a number, not a table",
                "defaults.repos_root = 3               | defaults.repos_root: is a number, not a text",
                "defaults.repos_root = \"repos\"       | defaults.repos_root: \"repos\" is not an absolute path",
                "defaults.repos_root = \"~me/repos\"   | defaults.repos_root: \"~me/repos\" is not an absolute path",
                "defaults.backup_root = \"\"           | defaults.backup_root: \"\" is not an absolute path",
                "defaults.incus_project = \" \"        | defaults.incus_project: \" \" is empty",
                "defaults.default_image = true         | defaults.default_image: is true or false, not a text",
                "defaults.profiles = \"default\"       | defaults.profiles: is a text, not a list of texts",
                "defaults.profiles = [1]               | defaults.profiles[1]: is a number, not a text",
                "defaults.profiles = [\"a\", \"\"]     | defaults.profiles[2]: \"\" is empty",
                "defaults.claude_share_profile = []    | defaults.claude_share_profile: is a list, not a text",
                "defaults.sealed.allow = [\"127.0.0.1\"] | defaults.sealed.allow[1]: \"127.0.0.1\" is not the name of a host",
                "defaults.sealed.allow = [\"localhost\"] | defaults.sealed.allow[1]: \"localhost\" is not the name of a host",
                "defaults.sealed.allow = [\"*\"]        | defaults.sealed.allow[1]: \"*\" is not the name of a host",
                "defaults.sealed.allow = [\"a.org/x\"]  | defaults.sealed.allow[1]: \"a.org/x\" is not the name of a host",
                "defaults.llm = []                     | defaults.llm: is a list, not a table",
                "defaults.llm.enabled = 1              | defaults.llm.enabled: is a number, not a yes or no",
                "defaults.llm.hermes_default = \"no\"  | defaults.llm.hermes_default: is a text, not a yes or no",
                "defaults.llm.ollama_url = \"x\"       | defaults.llm.ollama_url: \"x\" is not the address of a web server",
                "defaults.llm.ollama_url = \"http://h\" | defaults.llm.ollama_url: \"http://h\" has no port",
                "defaults.llm.wiring = \"LAN\"         | defaults.llm.wiring: \"LAN\" is neither",
                "defaults.llm.hermes_seed = [\"../x\"] | defaults.llm.hermes_seed[1]: \"../x\" points outside",
                "defaults.llm.hermes_seed = [\"/x\"]   | defaults.llm.hermes_seed[1]: \"/x\" is absolute",
                "defaults.llm.hermes_env_keep = {}     | defaults.llm.hermes_env_keep: is a table, not a list of texts",
                "project = 3                           | project: is not a list of tables",
                "project = [3]                         | project: is not a list of tables",
                "project = {name = \"x\"}              | project: is not a list of tables",
                "project = [{}]                        | project[1].name: is missing",
                "project = [{name = 7}]                | project[1].name: is a number, not a text",
                "project = [{name = \"a_b\"}]          | project[1].name: \"a_b\" is not a name: '_' is not allowed",
                "project = [{name = \"a\"}, {name = \"a\"}] | project[2].name: \"a\" is defined twice",
                "project = [{name = \"a\", repo = \"..\"}] | project[1].repo: \"..\" points outside",
                "project = [{name = \"a\", repo = \"/r/../s\"}] | project[1].repo: \"/r/../s\" contains a \"..\"",
                "project = [{name = \"a\", image = \"\"}] | project[1].image: \"\" is empty",
                "project = [{name = \"a\", created = \"now\"}] | project[1].created: \"now\" is not a time",
                "project = [{name = \"a\", created = \"2026-02-29T00:00:00Z\"}] | project[1].created: \"2026-02-29T00:00:00Z\" is not a time",
                "project = [{name = \"a\", created = \"2026-01-01T24:00:00Z\"}] | project[1].created: \"2026-01-01T24:00:00Z\" is not a time",
                "project = [{name = \"a\", last_sync = 12:00:00}] | project[1].last_sync: \"12:00\" is not a time",
                "project = [{name = \"a\", hermes = \"\"}] | project[1].hermes: is a text, not a yes or no",
            })
    void aWrongValueIsToldWithFileLineAndKey(String line, String message) throws IOException {
        Files.writeString(file, "# one\n" + line + "\n\n[repoman]\nschema = 3\n");
        RepomanException e = fails(store::load);
        assertThat(e.what()).isEqualTo(file + ":2: " + message);
        assertThat(e.hint()).startsWith("allowed: ");
    }

    @Test
    void theLineIsThatOfTheValueAndTheOthersAreCounted() throws IOException {
        Files.writeString(
                file,
                "[repoman]\r\nschema = 3\r\n[[project]]\r\nname = \"a\"\r\n[[project]]\r\nname = \"b\"\r\n"
                        + "profiles = [\r\n  \"x\",\r\n  4,\r\n]\r\nbackup = \"a\"\r\n");
        assertThat(fails(store::load).what())
                .isEqualTo(file + ":9: project[2].profiles[2]: is a number, not a text (and 1 more)");
    }

    @ParameterizedTest
    @CsvSource({
        "'[repoman]\nschema = = 2', 2",
        "'[repoman]\nschema = 3\n\n[[project]\nname = \"x\"', 4",
        "'a = 1\na = 2', 2",
        "'a = \"open', 1",
        "'x = 1\n\na = 2026-13-41', 3",
        "'a = 25:00:00', 1",
        "'a = 9223372036854775808', 1",
        "'a = 0x8000000000000000', 1",
        "'a = \"\\uD800\"', 1",
        "'[a.b]\nx = 1\n[a]\nb.y = 2', 4",
        "'[a.b]\nx = 1\n[a]\n\"b\".y = 2', 4",
        "'[[a.b]]\n[a]\n b . c = 1', 3",
    })
    void whatIsNoTomlIsToldWithItsLine(String text, int line) throws IOException {
        Files.writeString(file, text);
        RepomanException e = fails(store::load);
        assertThat(e.what()).startsWith(file + ":" + line + ": is not TOML: ");
        assertThat(e.hint()).contains("fix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a="})
    void endlessNestingIsRefused(String open) throws IOException {
        for (int depth : new int[] {65, 999, 1001, 100_000}) {
            Files.writeString(file, "x = " + open.repeat(depth));
            assertThat(fails(store::load).what()).startsWith(file + ":1: ").hasSizeLessThan(300);
        }
    }

    @Test
    void bytesThatAreNoTextAreToldWithTheirLine() throws IOException {
        Files.write(file, "# fine\n# Gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(fails(store::load).what()).isEqualTo(file + ":2: is not UTF-8");
    }

    @Test
    void aFolderInItsPlaceIsTold() throws IOException {
        Files.createDirectory(file);
        assertThat(fails(store::load).what()).isEqualTo("cannot read " + file + ": " + file + ": is a folder");
    }

    @Test
    void whatDoesNotEndIsNotRead() throws IOException {
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThat(fails(store::load).what()).isEqualTo("cannot read " + file + ": " + file + ": is not a plain file");
        Files.delete(file);
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        assertThat(fails(store::load).what())
                .isEqualTo("cannot read " + file + ": " + file + ": is larger than 16 MiB");
    }

    @Test
    void unknownKeysAreNamedWithTheirLines() throws IOException {
        Files.writeString(
                file,
                "color = 1\n[repoman]\nschema = 3\nx = 1\n[defaults.llm]\ny = 1\n[[project]]\nname = \"a\"\n"
                        + "[project.z]\n[tool]\nw = 1\n");
        assertThat(store.load().unknownKeys())
                .containsExactly("4: repoman.x", "6: defaults.llm.y", "9: project[1].z", "1: color", "10: tool");
    }

    @Test
    void aHeldLockNamesItsHolder() throws Exception {
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles(), Duration.ofMillis(50));
        try (LockFile _ = LockFile.acquire(folder.resolve("repoman.toml.lock"), Duration.ZERO)) {
            RepomanException e =
                    fails(() -> store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("demo")))));
            assertThat(e.what())
                    .startsWith("the registry is locked by process "
                            + ProcessHandle.current().pid());
        }
        assertThat(file).doesNotExist();
    }

    /// `lab/bench registry` tells how long that takes.
    @Test
    void tenThousandProjectsAreReadInTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder("[repoman]\nschema = 3\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("\n[[project]]\nname = \"p")
                    .append(i)
                    .append("\"\nrepo = \"r")
                    .append(i)
                    .append("\"\nimage = \"tiny\"\n");
            text.append("profiles = [\"default\", \"claude-share\"]\ncreated = \"2026-04-28T15:00:00Z\"\n");
            text.append("last_sync = \"\"\nbackup = true\nhermes = false\n");
        }
        Files.writeString(file, text);
        List<Project> projects = store.load().projects();
        assertThat(projects).hasSize(10_000);
        for (int i = 0; i < projects.size(); i++) {
            assertThat(projects.get(i).name()).isEqualTo(new ProjectName("p" + i));
            assertThat(projects.get(i).repo()).isEqualTo("r" + i);
        }
    }
}
