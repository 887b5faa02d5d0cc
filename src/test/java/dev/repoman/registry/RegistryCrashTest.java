package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.file.FaultyFiles;
import dev.repoman.file.PosixFiles;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A change that fails, or dies, at any of its steps: the file is the old or the new one, whole, and what is
/// said about it is true.
class RegistryCrashTest {
    private static final String OLD = "# mine\n[repoman]\nschema = 3\n\n# p\n[[project]]\nname = \"p\"\n";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FaultyFiles.Fault.class)
    void theFileIsTheOldOrTheNewOne(FaultyFiles.Fault fault) throws IOException {
        Path file = folder.resolve("repoman.toml");
        RegistryStore healthy = new RegistryStore(new RegistryLocation(file), new PosixFiles());
        List<RegistryEdit> edits = List.of(new RegistryEdit.Add(RegistryStoreTest.project("demo")));
        Files.writeString(file, OLD);
        healthy.apply(edits);
        String fresh = Files.readString(file);
        boolean reached = true;
        int failing = 0;
        for (; reached; failing++) {
            Files.writeString(file, OLD);
            FaultyFiles files = new FaultyFiles(failing, fault);
            String expected = fresh;
            try {
                new RegistryStore(new RegistryLocation(file), files).apply(edits);
            } catch (RepomanException e) {
                expected = e.what().startsWith("wrote ") ? fresh : OLD;
            } catch (FaultyFiles.Death _) {
                expected = Files.readString(file).equals(OLD) ? OLD : fresh;
            }
            reached = files.steps() > failing;
            assertThat(Files.readString(file))
                    .as("%s at step %d", fault, failing)
                    .isEqualTo(expected);
            // the lock is free again, and the next command works
            assertThat(healthy.apply(List.of(new RegistryEdit.Remove(
                                    RegistryStoreTest.project("demo").name())))
                            .projects())
                    .hasSize(1);
        }
        assertThat(failing).isGreaterThan(8);
    }
}
