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
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The registry on real mounts, under real users, and killed for real. Needs root; every mount is made inside
/// a mount namespace of its own, so nothing of the host is touched.
@Timeout(600)
class RegistryLabIT {
    private static final String OLD =
            "# mine\n[repoman]\nschema = 3\n\n# p\n[[project]]\nname = \"p\"\n# padding: " + "x".repeat(2000) + "\n";
    private static final int KILLS = Integer.getInteger("kill.runs", 60);
    private static final int KILLERS = 3;

    @TempDir
    Path folder;

    @TempDir
    static Path lib;

    static final String JARS = "tomlj|jackson-(core|databind|annotations|dataformat-toml)|target.[^.]*\\.jar$";

    private static Jvm.Quick jvm;

    private Path file;

    @BeforeAll
    static void copyClasses() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(lib, PosixFilePermissions.fromString("rwxr-xr-x"));
        jvm = Jvm.Quick.prepare(
                lib, JARS, Tool.class, lib.resolve("training.toml").toString(), "train");
    }

    private static List<String> tool(String... args) {
        return jvm.command(Tool.class, args);
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

    /// One command: `add NAME`, `load`, `check` whether it can be written, or `churn`, which adds and removes
    /// until it is killed; `train` does a bit of all.
    static final class Tool {
        private Tool() {}

        public static void main(String... args) {
            RegistryStore store = new RegistryStore(new RegistryLocation(Path.of(args[0])), new PosixFiles());
            try {
                switch (args[1]) {
                    case "add" -> store.apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project(args[2]))));
                    case "load" -> System.out.println(store.load().projects().size());
                    case "check" -> store.checkWritable();
                    case "churn" -> churn(store, Integer.MAX_VALUE);
                    case "train" -> {
                        churn(store, 3);
                        store.load();
                    }
                    default -> throw new IllegalArgumentException(args[1]);
                }
                System.out.println("done");
            } catch (RepomanException e) {
                System.out.println(e.fault() + ": " + e.what());
            }
        }

        private static void churn(RegistryStore store, int rounds) {
            System.out.println("ready");
            for (int i = 0; i < rounds; i++) {
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
    void whatCannotBeReplacedIsFoundBeforeAnythingIsDone() throws Exception {
        Files.writeString(file, OLD);
        String said = script("""
                TOOL "$PWD/repoman.toml" check
                mount --bind repoman.toml repoman.toml
                TOOL "$PWD/repoman.toml" check
                umount repoman.toml
                chattr +i repoman.toml
                TOOL "$PWD/repoman.toml" check
                chattr -i repoman.toml
                ls -A
                """);
        assertThat(said.lines())
                .containsExactly(
                        "done",
                        "FAILED: cannot write " + file + ": " + file + ": is a mount point, which cannot be replaced",
                        "FAILED: cannot write " + file + ": " + file + ": Operation not permitted",
                        "repoman.toml",
                        "repoman.toml.lock");
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

    /// Kills at any moment of a change, more of them with `-Dkill.runs=N`: the file is always whole, with the
    /// user's own part byte for byte. Each killer has a file of its own; they overlap, since most of a run is
    /// the start of its JVM.
    @Test
    void killedAtAnyMomentTheFileIsWhole() throws Exception {
        AtomicInteger left = new AtomicInteger(KILLS);
        AtomicInteger added = new AtomicInteger();
        AtomicInteger litter = new AtomicInteger();
        try (ExecutorService killers = Executors.newFixedThreadPool(KILLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < KILLERS; i++) {
                Path own = Files.createDirectory(folder.resolve("killer-" + i)).resolve("repoman.toml");
                Random random = new Random(4711 + i);
                all.add(killers.submit(() -> {
                    Files.writeString(own, OLD);
                    while (left.getAndDecrement() > 0) {
                        Left was = killOnce(own, random);
                        added.addAndGet(was.newFile() ? 1 : 0);
                        litter.addAndGet(was.litter() ? 1 : 0);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        for (int i = 0; i < KILLERS; i++) {
            Path own = folder.resolve("killer-" + i);
            new RegistryStore(new RegistryLocation(own.resolve("repoman.toml")), new PosixFiles())
                    .apply(List.of(new RegistryEdit.Add(RegistryStoreTest.project("last"))));
            assertThat(own).isDirectoryNotContaining(p -> p.toString().endsWith(".tmp"));
        }
        System.out.println(KILLS + " kills: the new file " + added + " times, the old one " + (KILLS - added.get())
                + " times, a temporary file beside it " + litter + " times");
        assertThat(added.get()).as("kills that came after an addition").isBetween(1, KILLS - 1);
    }

    /// What a kill left: the new file or the old one, and a temporary one or none.
    private record Left(boolean newFile, boolean litter) {}

    private static Left killOnce(Path file, Random random) throws Exception {
        Process process = new ProcessBuilder(tool(file.toString(), "churn"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.inputReader().readLine()).isEqualTo("ready");
            // on a busy machine the process may not get its turn for long: only once the file changes, anywhere from
            // there
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (Files.size(file) == OLD.length() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(100_000);
            }
            if (random.nextBoolean()) {
                LockSupport.parkNanos(random.nextLong(60_000_000L));
            } else {
                // in the midst of a write
                while (!litter(file) && System.nanoTime() < deadline) {
                    LockSupport.parkNanos(20_000);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).isEqualTo(137);
        boolean litter = litter(file);
        assertThat(Files.readString(file)).startsWith(OLD);
        RegistryStore store = new RegistryStore(new RegistryLocation(file), new PosixFiles());
        List<Project> projects = store.load().projects();
        assertThat(projects).hasSizeBetween(1, 2);
        if (projects.size() == 2) {
            // the lock went with its holder
            store.apply(List.of(new RegistryEdit.Remove(projects.getLast().name())));
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(OLD.getBytes(StandardCharsets.UTF_8));
        return new Left(projects.size() == 2, litter);
    }

    private static boolean litter(Path file) {
        String[] names = Objects.requireNonNull(file.getParent().toFile().list());
        return Stream.of(names).anyMatch(name -> name.endsWith(".tmp"));
    }
}
