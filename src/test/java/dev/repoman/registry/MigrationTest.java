package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.file.FaultyFiles;
import dev.repoman.file.PosixFiles;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.toml.TomlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Schema 1 to 2. `-Dupdate.goldens=true` writes the expected files again, and fails that run.
class MigrationTest {
    private static final Path GOLDENS = Path.of("src/test/resources/registry");

    @TempDir
    Path folder;

    private Path file;
    private RegistryStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("repoman.toml");
        store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
    }

    static Stream<String> goldens() throws IOException {
        try (Stream<Path> files = Files.list(GOLDENS)) {
            List<String> names = files.map(p -> p.getFileName().toString())
                    .filter(n -> n.endsWith(".in.toml"))
                    .map(n -> n.replace(".in.toml", ""))
                    .sorted()
                    .toList();
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void everyShapeOfSchema1IsMigrated(String name) throws IOException {
        byte[] before = Files.readAllBytes(GOLDENS.resolve(name + ".in.toml"));
        Files.write(file, before);
        Registry peeked = store.peek();
        assertThat(file).hasBinaryContent(before);
        assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".bak"));

        Registry migrated = store.load();
        assertThat(migrated.notes())
                .containsExactly(
                        "registry migrated from schema 1 to 3; the old one is kept as repoman.toml.schema1.bak");
        assertThat(migrated.withNotes(List.of())).isEqualTo(peeked);
        assertThat(folder.resolve("repoman.toml.schema1.bak")).hasBinaryContent(before);
        byte[] after = Files.readAllBytes(file);
        Path golden = GOLDENS.resolve(name + ".out.toml");
        if (Boolean.getBoolean("update.goldens")) {
            Files.write(golden, after);
        }
        assertThat(new String(after, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(Files.readString(golden));

        // a second time nothing is left to do
        assertThat(store.load()).isEqualTo(peeked);
        assertThat(store.pending()).isEmpty();
        assertThat(file).hasBinaryContent(after);
        assertThat(Boolean.getBoolean("update.goldens"))
                .as("goldens were updated")
                .isFalse();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void nothingOfTheOldFileIsLost(String name) throws Exception {
        Files.copy(GOLDENS.resolve(name + ".in.toml"), file);
        List<String> before = new ArrayList<>(Files.readString(file).lines().toList());
        ObjectNode old = TomlDocument.parse(Files.readAllBytes(file)).tree();
        store.load();
        // every line is still there, in order; those of inline tables and the schema with something added or changed
        List<String> after = Files.readString(file).lines().toList();
        int at = 0;
        for (String line : before) {
            String start = line.contains("schema") || line.contains("{") ? line.substring(0, line.length() / 3) : line;
            while (at < after.size()
                    && !(start.equals(line)
                            ? after.get(at).equals(line)
                            : after.get(at).startsWith(start))) {
                at++;
            }
            assertThat(at).as(line).isLessThan(after.size());
            at++;
        }
        ObjectNode now = TomlDocument.parse(Files.readAllBytes(file)).tree();
        old.remove("repoman");
        assertThat(contains(now, old)).isTrue();
    }

    private static boolean contains(
            com.fasterxml.jackson.databind.JsonNode all, com.fasterxml.jackson.databind.JsonNode part) {
        if (part.isObject()) {
            return part.properties().stream().allMatch(e -> contains(all.path(e.getKey()), e.getValue()));
        }
        if (part.isArray()) {
            for (int i = 0; i < part.size(); i++) {
                if (!contains(all.path(i), part.get(i))) {
                    return false;
                }
            }
            return all.size() == part.size();
        }
        return part.equals(all);
    }

    @Test
    void editingAnOldFileMigratesItFirstAndKeepsACopy() throws IOException {
        String before = "[repoman]\nschema = 1\n";
        Files.writeString(file, before);
        Registry after = store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("demo"))));
        assertThat(after.notes()).hasSize(1);
        assertThat(folder.resolve("repoman.toml.schema1.bak")).hasContent(before);
        assertThat(Files.readString(file)).startsWith("[repoman]\nschema = 3\n");
    }

    /// There was no other machine, and so nothing changes but the number.
    @Test
    void schema2GetsANewNumber() throws IOException {
        String before = "# mine\n[repoman]\nschema = 2 # two\n[[project]]\nname = 'a'\n";
        Files.writeString(file, before);
        assertThat(store.load().notes())
                .containsExactly(
                        "registry migrated from schema 2 to 3; the old one is kept as repoman.toml.schema2.bak");
        assertThat(file).hasContent(before.replace("schema = 2", "schema = 3"));
        assertThat(folder.resolve("repoman.toml.schema2.bak")).hasContent(before);
    }

    @Test
    void anEarlierCopyIsNeverOverwritten() throws IOException {
        Files.writeString(folder.resolve("repoman.toml.schema1.bak"), "precious");
        Files.writeString(file, "[repoman]\nschema = 1\n");
        assertThat(store.load().notes().getFirst()).endsWith("kept as repoman.toml.schema1.bak.2");
        assertThat(folder.resolve("repoman.toml.schema1.bak")).hasContent("precious");
        assertThat(folder.resolve("repoman.toml.schema1.bak.2")).hasContent("[repoman]\nschema = 1\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "9999999999", "0", "-1", "\"2\"", "2.0", "true", "[2]"})
    void anotherSchemaIsRefusedAndTheFileUntouched(String schema) throws IOException {
        String before = "# later\n[repoman]\nschema = " + schema + "\n[defaults]\nrepos_root = 7\n";
        Files.writeString(file, before);
        for (Runnable use : List.<Runnable>of(
                () -> store.load(),
                () -> store.peek(),
                () -> store.pending(),
                () -> store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("demo")))))) {
            assertThatThrownBy(use::run)
                    .asInstanceOf(InstanceOfAssertFactories.type(RepomanException.class))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.REGISTRY))
                    .satisfies(e -> assertThat(e.what()).startsWith(file + ":3: repoman.schema: is "));
        }
        assertThat(file).hasContent(before);
        assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".bak"));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.EnumSource(FaultyFiles.Fault.class)
    void aMigrationThatFailsAtAnyStepLeavesOneOfBothAndComesToItsEndLater(FaultyFiles.Fault fault) throws IOException {
        byte[] before = Files.readAllBytes(GOLDENS.resolve("comments-everywhere.in.toml"));
        byte[] after = Files.readAllBytes(GOLDENS.resolve("comments-everywhere.out.toml"));
        boolean reached = true;
        for (int failing = 0; reached; failing++) {
            Files.write(file, before);
            Files.deleteIfExists(folder.resolve("repoman.toml.schema1.bak"));
            FaultyFiles files = new FaultyFiles(failing, fault);
            try {
                new RegistryStore(new RegistryLocation(file), files).load();
            } catch (RepomanException | FaultyFiles.Death _) {
                // the command failed or died; what counts is what is on the disk
            }
            reached = files.steps() > failing;
            assertThat(Files.readAllBytes(file)).as("step %d", failing).isIn(before, after);
            // whoever comes next finishes it
            store.load();
            assertThat(file).hasBinaryContent(after);
            assertThat(folder.resolve("repoman.toml.schema1.bak")).hasBinaryContent(before);
        }
    }

    @Test
    void theMigratedStateIsReadEvenWhereItCannotBeWritten() throws IOException {
        Files.writeString(file, "[repoman]\nschema = 1\n[[project]]\nname = \"p\"\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("r--r--r--"));
        Registry read = store.load();
        assertThat(read.projects()).hasSize(1);
        assertThat(read.notes().getFirst())
                .startsWith("registry is of schema 1 and cannot be migrated: ")
                .endsWith("is read-only");
        assertThat(folder.resolve("repoman.toml.schema1.bak")).doesNotExist();
    }
}
