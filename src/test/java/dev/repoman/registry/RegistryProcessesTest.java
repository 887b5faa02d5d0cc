package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.file.Jvm;
import dev.repoman.file.PosixFiles;
import dev.repoman.project.ProjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// 16 processes add and remove at once, 20 rounds each: every entry is accounted for.
@Timeout(120)
class RegistryProcessesTest {
    private static final int PROCESSES = 16;
    private static final int ROUNDS = 20;
    /// One entry in so many stays.
    private static final int KEPT = 5;

    @TempDir
    Path folder;

    @TempDir
    Path lib;

    /// In each round finds the project of the round before, adds another one, and removes the former, one in
    /// five apart.
    static final class Worker {
        private Worker() {}

        public static void main(String... args) throws IOException {
            // sixteen on two cores take turns: the ten seconds of a person's command are not what is tested here
            RegistryStore store =
                    new RegistryStore(new RegistryLocation(Path.of(args[0])), new PosixFiles(), Duration.ofSeconds(60));
            String me = args[1];
            // all start at once: when the gate closes
            System.in.readAllBytes();
            for (int round = 0; round < ROUNDS; round++) {
                List<RegistryEdit> edits = new ArrayList<>();
                edits.add(new RegistryEdit.Add(RegistryStoreTest.project(me + "-" + round)));
                if (round > 0) {
                    ProjectName last = new ProjectName(me + "-" + (round - 1));
                    if (store.load().find(last).isEmpty()) {
                        throw new IllegalStateException(last + " is lost");
                    }
                    if (round % KEPT != 0) {
                        edits.add(new RegistryEdit.Remove(last));
                    }
                }
                store.apply(edits);
            }
        }
    }

    @Test
    void noEntryIsLost() throws Exception {
        Path file = folder.resolve("repoman.toml");
        Files.writeString(file, "# mine\n[repoman]\nschema = 3\n\n# about p\n[[project]]\nname = \"p\" # stays\n");
        Jvm.Quick jvm = Jvm.Quick.prepare(
                lib,
                RegistryLabIT.JARS,
                Worker.class,
                folder.resolve("training.toml").toString(),
                "training");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(jvm.start(Worker.class, file.toString(), "w" + i));
        }
        for (Process process : processes) {
            process.getOutputStream().close();
        }
        for (Process process : processes) {
            assertThat(process.waitFor(110, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        List<String> expected = new ArrayList<>(List.of("p"));
        for (int i = 0; i < PROCESSES; i++) {
            for (int round = KEPT - 1; round < ROUNDS; round += KEPT) {
                expected.add("w" + i + "-" + round);
            }
        }
        RegistryStore store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
        assertThat(store.load().projects())
                .extracting(p -> p.name().value())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(Files.readString(file)).contains("# mine\n", "# about p\n[[project]]\nname = \"p\" # stays\n");
        assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".tmp"));
    }
}
