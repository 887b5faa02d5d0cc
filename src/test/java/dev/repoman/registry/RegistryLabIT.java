package dev.repoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.repoman.file.Jvm;
import dev.repoman.file.PosixFiles;
import dev.repoman.project.RepomanException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The registry on real mounts, under real users, and killed for real. Needs root; every mount is made inside a mount
/// namespace of its own, so nothing of the host is touched.
@Timeout(600)
class RegistryLabIT {
    private static final String OLD =
            "# mine\n[repoman]\nschema = 2\n\n# p\n[[project]]\nname = \"p\"\n# padding: " + "x".repeat(2000) + "\n";
    private static final int KILLS = Integer.getInteger("kill.runs", 200);

    @TempDir
    Path folder;

    @TempDir
    static Path lib;

    private static String classPath;

    private Path file;

    @BeforeAll
    static void copyClasses() throws IOException {
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        classPath =
                Jvm.copyClassPath(lib, "tomlj|jackson-(core|databind|annotations|dataformat-toml)|target.[^.]*\\.jar$");
    }

    private static List<String> tool(String... args) {
        return new ArrayList<>(Jvm.command(classPath, Tool.class, args));
    }

    @BeforeEach
    void root() throws IOException {
        assumeThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("needs root")
                .isEqualTo(0);
        // reachable for the ordinary user of some of the tests
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        file = folder.resolve("repoman.toml");
    }

    /// One command: `add NAME`, `load`, or `churn`, which adds and removes until it is killed.
    static final class Tool {
        private Tool() {}

        public static void main(String... args) {
            RegistryStore store = new RegistryStore(new RegistryLocation(Path.of(args[0])), new PosixFiles());
            try {
                switch (args[1]) {
                    case "add" -> store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project(args[2]))));
                    case "load" -> System.out.println(store.load().projects().size());
                    case "churn" -> churn(store);
                    default -> throw new IllegalArgumentException(args[1]);
                }
                System.out.println("done");
            } catch (RepomanException e) {
                System.out.println(e.fault() + ": " + e.what());
            }
        }

        private static void churn(RegistryStore store) {
            System.out.println("ready");
            for (int i = 0; ; i++) {
                store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("churn-" + i))));
                store.apply(List.of(new RegistryEdit.Remove(
                        RegistryStoreTest.project("churn-" + i).name())));
            }
        }
    }

    /// Runs a shell script as root in a mount namespace of its own; `$TOOL` there is the command of [Tool].
    private String script(String script) throws Exception {
        List<String> quoted = tool().stream().map(a -> "'" + a + "'").toList();
        List<String> command = List.of(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "sh",
                "-euc",
                "TOOL() { " + String.join(" ", quoted) + " \"$@\"; }\n" + script);
        Path out = Files.createTempFile("script", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            return Files.readString(out).strip();
        } finally {
            Files.delete(out);
        }
    }

    @Test
    void aFullDiskLeavesTheOldFile() throws Exception {
        Files.createDirectory(folder.resolve("full"));
        Files.writeString(folder.resolve("old"), OLD);
        String said = script("""
                mount -t tmpfs -o size=16k,mode=755 none full
                cp old full/repoman.toml
                touch full/repoman.toml.lock
                dd if=/dev/zero of=full/filler bs=1k 2>/dev/null || true
                TOOL "$PWD/full/repoman.toml" add demo
                cmp old full/repoman.toml && echo same
                ls -A full
                rm full/filler
                TOOL "$PWD/full/repoman.toml" add demo
                """);
        assertThat(said.lines())
                .containsExactly(
                        "FAILED: cannot write " + folder + "/full/repoman.toml: No space left on device",
                        "same",
                        "filler",
                        "repoman.toml",
                        "repoman.toml.lock",
                        "done");
    }

    @Test
    void aReadOnlyMountIsReadAndNotWritten() throws Exception {
        Files.createDirectory(folder.resolve("ro"));
        Files.writeString(folder.resolve("ro/repoman.toml"), OLD);
        String said = script("""
                mount --bind ro ro
                mount -o remount,bind,ro ro
                TOOL "$PWD/ro/repoman.toml" load
                TOOL "$PWD/ro/repoman.toml" add demo
                """);
        assertThat(said.lines().toList())
                .startsWith("1", "done")
                .satisfies(l -> assertThat(l.getLast())
                        .startsWith("FAILED: cannot write ")
                        .endsWith("Read-only file system"));
        assertThat(folder.resolve("ro/repoman.toml")).hasContent(OLD);
    }

    @Test
    void aLinkIntoAnotherFileSystemStaysALink() throws Exception {
        Files.createDirectories(folder.resolve("other"));
        Files.writeString(folder.resolve("old"), OLD);
        Files.createSymbolicLink(file, Path.of("other/real.toml"));
        String said = script("""
                mount -t tmpfs -o size=1m,mode=755 none other
                install -m 600 -o 4711 -g 4712 old other/real.toml
                TOOL "$PWD/repoman.toml" add demo
                readlink repoman.toml
                stat -c '%a %u %g' other/real.toml
                grep -c demo other/real.toml
                ls -A other
                """);
        assertThat(said.lines())
                .containsExactly("done", "other/real.toml", "600 4711 4712", "2", "real.toml", "real.toml.lock");
    }

    @Test
    void anOrdinaryUserIsRefusedByFolderAndFile() throws Exception {
        Files.createDirectory(folder.resolve("theirs"));
        Files.writeString(folder.resolve("theirs/repoman.toml"), OLD);
        Files.createDirectory(folder.resolve("secret"));
        Files.writeString(folder.resolve("secret/repoman.toml"), OLD);
        Files.setPosixFilePermissions(
                folder.resolve("secret/repoman.toml"), PosixFilePermissions.fromString("rw-------"));
        String said = script("""
                user() { setpriv --reuid 4711 --regid 4711 --clear-groups "$@"; }
                """ + asUser("theirs", "load") + asUser("theirs", "add demo") + asUser("secret", "load"));
        assumeThat(said).as("an ordinary user reaches the JDK").doesNotContain("setpriv: failed to execute");
        assertThat(said.lines())
                .containsExactly(
                        "1",
                        "done",
                        "FAILED: cannot write " + folder + "/theirs/repoman.toml: permission denied: " + folder
                                + "/theirs/repoman.toml.lock",
                        "REGISTRY: cannot read " + folder + "/secret/repoman.toml: permission denied: " + folder
                                + "/secret/repoman.toml");
    }

    private String asUser(String where, String arguments) {
        List<String> quoted = tool().stream().map(a -> "'" + a + "'").toList();
        return "user " + String.join(" ", quoted) + " \"$PWD/" + where + "/repoman.toml\" " + arguments + "\n";
    }

    @Test
    void aSideFileMadeByRootBelongsToTheFoldersOwner() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setAttribute(home, "unix:uid", 4711);
        Files.setAttribute(home, "unix:gid", 4712);
        assertThat(script("TOOL \"$PWD/home/repoman.toml\" add demo\nstat -c '%u %g' home/repoman.toml.lock"))
                .isEqualTo("done\n4711 4712");
    }

    /// At least 200 kills at any moment of a change: the file is always whole, with the user's own part byte for
    /// byte.
    @Test
    void killedAtAnyMomentTheFileIsWhole() throws Exception {
        Files.writeString(file, OLD);
        RegistryStore store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
        // a warm archive of the classes halves the start of each process
        Path archive = lib.resolve("classes.jsa");
        List<String> dump = tool(folder.resolve("x.toml").toString(), "add", "x");
        dump.addAll(1, List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable"));
        assertThat(new ProcessBuilder(dump).start().waitFor()).isZero();
        Random random = new Random(4711);
        int added = 0;
        for (int run = 0; run < KILLS; run++) {
            List<String> command = tool(file.toString(), "churn");
            command.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            // on a busy machine the process may not get its turn for long: only once the file changes, anywhere from
            // there
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (Files.size(file) == OLD.length() && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            Thread.sleep(Duration.ofNanos(random.nextLong(40_000_000L)));
            process.destroyForcibly();
            assertThat(process.waitFor()).isEqualTo(137);

            String text = Files.readString(file);
            assertThat(text).as("run %d", run).startsWith(OLD);
            List<Project> projects = store.load().projects();
            assertThat(projects).hasSizeBetween(1, 2);
            for (Project project : projects.subList(1, projects.size())) {
                added++;
                // the lock went with its holder
                store.apply(List.of(new RegistryEdit.Remove(project.name())));
            }
            assertThat(Files.readString(file)).isEqualTo(OLD);
        }
        try (Stream<Path> left = Files.list(folder).filter(p -> p.toString().endsWith(".tmp"))) {
            System.out.println(KILLS + " kills: the new file " + added + " times, the old one " + (KILLS - added)
                    + " times, " + left.count() + " temporary files left");
        }
        store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("last"))));
        store.apply(List.of(
                new RegistryEdit.Remove(RegistryStoreTest.project("last").name())));
        assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".tmp"));
        assertThat(Files.readAllBytes(file)).isEqualTo(OLD.getBytes(StandardCharsets.UTF_8));
        assertThat(added).as("kills that came after an addition").isBetween(1, KILLS - 1);
    }
}
