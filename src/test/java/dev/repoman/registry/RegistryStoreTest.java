package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.repoman.file.PosixFiles;
import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryEdit.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryStoreTest {
    @TempDir
    Path folder;

    private Path file;
    private RegistryStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("repoman/repoman.toml");
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
    }

    static Project project(String name) {
        return new Project(
                new ProjectName(name),
                name + "-repo",
                "tiny",
                List.of("default"),
                "2026-04-28T15:00:00Z",
                "",
                true,
                false,
                Containment.OPEN);
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aMissingFileIsTheBuiltInDefaultsAndStaysMissing() {
        assertThat(store.load().defaults()).isEqualTo(Defaults.BUILT_IN);
        assertThat(store.load().projects()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theFirstEditMakesTheFile() throws IOException {
        Registry after = store.apply(List.of(new RegistryEdit.Add(project("demo"))));
        assertThat(after.projects()).containsExactly(project("demo"));
        assertThat(store.load()).isEqualTo(after);
        assertThat(Files.readString(file))
                .startsWith("# The registry of repoman")
                .contains("[repoman]\nschema = 3\n\n[defaults]\nrepos_root     = \"~/repos\"\n")
                .endsWith("""

                        [[project]]
                        name        = "demo"
                        repo        = "demo-repo"
                        image       = "tiny"
                        profiles    = ["default"]
                        created     = "2026-04-28T15:00:00Z"
                        last_sync   = ""
                        backup      = true
                        hermes      = false
                        containment = "open"
                        """);
    }

    /// What TOML allows, one of the parsers may read in its own way.
    @Test
    void unknownValuesOfEveryKindDoNotBlockAnEdit() throws IOException {
        String others = """
                [other]
                small = [1979-05-27t07:32:00z, 1979-05-27 07:32:00z, 1979-05-27t07:32:00]
                limits = [9223372036854775807, -9223372036854775808, 0x7fffffffffffffff, 1_000_000_000_000_000_000]
                dotted.key."a = b".c = inf
                text = "\\U0001F600"
                """;
        write("[repoman]\nschema = 3\n" + others);
        store.apply(List.of(new RegistryEdit.Set("defaults.default_image", new Value.Text("tiny"))));
        assertThat(Files.readString(file)).contains(others);
        assertThat(store.load().defaults().defaultImage()).isEqualTo("tiny");
    }

    @Test
    void aTakenNameIsRefused() throws IOException {
        store.apply(List.of(new RegistryEdit.Add(project("demo"))));
        String before = Files.readString(file);
        assertThatThrownBy(() -> store.apply(List.of(new RegistryEdit.Add(project("demo")))))
                .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .satisfies(e -> assertThat(e.what()).isEqualTo("a project named \"demo\" already exists"));
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @Test
    void anEntryComesAndGoesWithoutATrace() throws IOException {
        write("# mine\n[repoman]\nschema = 3 # two\n\n# about p\n[[project]]\nname = 'p'\n# end\n");
        String before = Files.readString(file);
        store.apply(List.of(new RegistryEdit.Add(project("demo"))));
        assertThat(Files.readString(file)).startsWith(before);
        store.apply(List.of(new RegistryEdit.Remove(new ProjectName("demo"))));
        assertThat(Files.readString(file)).isEqualTo(before);
        store.apply(List.of(new RegistryEdit.Remove(new ProjectName("p"))));
        assertThat(Files.readString(file)).isEqualTo("# mine\n[repoman]\nschema = 3 # two\n");
    }

    @Test
    void settingChangesOneValue() throws IOException {
        write("[repoman]\nschema = 3\n[[project]]\nname = 'p' # p\nlast_sync = \"\" # never\n");
        Registry after = store.apply(List.of(
                new RegistryEdit.SetProject(new ProjectName("p"), "last_sync", new Value.Text("2026-04-28T15:00:00Z")),
                new RegistryEdit.Set("defaults.llm.enabled", new Value.Flag(true))));
        assertThat(Files.readString(file)).isEqualTo("""
                        [repoman]
                        schema = 3

                        [defaults.llm]
                        enabled = true

                        [[project]]
                        name = 'p' # p
                        last_sync = "2026-04-28T15:00:00Z" # never
                        """);
        assertThat(after.defaults().llm().enabled()).isTrue();
        assertThat(after.projects().getFirst().lastSync()).isEqualTo("2026-04-28T15:00:00Z");
    }

    @Test
    void aWrongValueIsNamedWithItsLine() throws IOException {
        write("[repoman]\nschema = 3\n\n[[project]]\nname = \"p\"\nbackup = \"yes\"\n");
        assertThatThrownBy(store::load)
                .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.REGISTRY))
                .satisfies(
                        e -> assertThat(e.what()).isEqualTo(file + ":6: project[1].backup: is a text, not a yes or no"))
                .satisfies(e -> assertThat(e.hint()).isEqualTo("allowed: true or false, without quotes"));
    }

    private void refused(Fault fault, String message, RegistryEdit edit) throws IOException {
        String before = Files.readString(file);
        assertThatThrownBy(() -> store.apply(List.of(edit)))
                .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault))
                .satisfies(e -> assertThat(e.what()).isEqualTo(message));
        assertThat(file).hasContent(before);
    }

    @Test
    void aValueThatWouldBeWrongIsNotWritten() throws IOException {
        write("[repoman]\nschema = 3\n[defaults]\nrepos_root = \"/srv\"\n");
        refused(
                Fault.USAGE,
                "defaults.repos_root: \"repos\" is not an absolute path",
                new RegistryEdit.Set("defaults.repos_root", new Value.Text("repos")));
        refused(
                Fault.REFUSED,
                "the schema cannot be set manually",
                new RegistryEdit.Set("repoman.schema", new Value.Whole(3)));
        refused(
                Fault.REGISTRY,
                file + ": cannot be edited: repos_root: is not a table",
                new RegistryEdit.Set("defaults.repos_root.deeper", new Value.Whole(3)));
        refused(
                Fault.FAILED,
                "there is no project named \"demo\"",
                new RegistryEdit.SetProject(new ProjectName("demo"), "backup", new Value.Flag(true)));
    }

    @Test
    void allEditsOrNone() throws IOException {
        write("[repoman]\nschema = 3\n");
        assertThatThrownBy(() -> store.apply(List.of(
                        new RegistryEdit.Add(project("one")),
                        new RegistryEdit.Set("defaults.profiles", new Value.Flag(true)))))
                .isInstanceOf(RepomanException.class);
        assertThat(file).hasContent("[repoman]\nschema = 3\n");
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() throws IOException {
        write("[repoman]\nschema = 3\n[defaults]\nprofiles = [ 'a',\n 'b' ]\n");
        Object inode = Files.getAttribute(file, "unix:ino");
        store.apply(List.of(
                new RegistryEdit.Set("defaults.profiles", new Value.Texts(List.of("a", "b"))),
                new RegistryEdit.Remove(new ProjectName("nobody"))));
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    }

    @Test
    void aLinkIntoAFolderThatIsNotThereMakesNone() throws IOException {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, folder.resolve("share/dotfiles/repoman.toml"));
        assertThatThrownBy(() -> store.apply(List.of(new RegistryEdit.Add(project("demo")))))
                .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.FAILED))
                .satisfies(e -> assertThat(e.what())
                        .isEqualTo(
                                "cannot write " + file + ": " + folder.resolve("share/dotfiles") + " does not exist"));
        assertThat(folder.resolve("share")).doesNotExist();
        Files.createDirectories(folder.resolve("share/dotfiles"));
        store.apply(List.of(new RegistryEdit.Add(project("demo"))));
        assertThat(file).isSymbolicLink();
        assertThat(folder.resolve("share/dotfiles/repoman.toml")).isRegularFile();
    }
}
