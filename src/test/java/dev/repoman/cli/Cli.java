package dev.repoman.cli;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import dev.repoman.incus.fake.FakeIncusd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What the tests of commands share: a fresh home, an in-memory Incus at the socket that `INCUS_SOCKET` names
/// for this test run, and `run(args) → exit code, stdout, stderr`. The same bodies run in the JVM of the test
/// (`*Test`, [InJvm]) and on the packaged program (`*IT`, [Packaged]).
public abstract class Cli {
    private final Program program = Program.of(getClass());
    FakeIncusd incus;

    /// Whether this machine has bubblewrap. Without it the program says so, and both is right.
    static boolean hasJail() {
        return Files.isExecutable(Path.of("/usr/bin/bwrap"));
    }

    @BeforeEach
    void freshWorld() throws IOException {
        wipe(home());
        Files.createDirectories(home());
        incus = FakeIncusd.start(socket());
        incus.onExec(call -> call.command().getLast().startsWith("id ") ? ExecResult.ok(id()) : ExecResult.ok());
    }

    @AfterEach
    void stop() throws IOException {
        incus.close();
    }

    /// An Incus project as `setup` leaves it.
    void prepare() {
        incus.does("POST", "/1.0/projects", "{\"name\":\"repoman\",\"config\":{\"features.images\":\"false\"}}");
        incus.does(
                "PUT",
                "/1.0/profiles/default?project=repoman",
                "{\"config\":{},\"devices\":{\"root\":{\"type\":\"disk\",\"path\":\"/\",\"pool\":\"default\"}}}");
        incus.does(
                "POST",
                "/1.0/profiles?project=repoman",
                "{\"name\":\"claude-share\",\"config\":{},\"devices\":{\"bin\":{\"type\":\"disk\",\"source\":\"/usr\","
                        + "\"path\":\"%s/.local/bin\"}}}".formatted(home()));
        incus.forgetRequests();
    }

    /// The project demo, in such an Incus project.
    void demo() {
        prepare();
        run("new", "demo", "--image", "tiny").ok();
        incus.forgetRequests();
    }

    Ran run(String... args) {
        return program.run(args);
    }

    static Path home() {
        return Path.of(System.getenv("HOME"));
    }

    static Path repo(String name) {
        return home().resolve("repos").resolve(name);
    }

    static Path registry() {
        return home().resolve(".config/repoman/repoman.toml");
    }

    static Path socket() {
        return Path.of(System.getProperty("test.incus.socket"));
    }

    /// What `id -un; id -u; id -g` prints for whoever runs the tests.
    static String id() {
        try {
            return System.getenv("USER") + "\n" + Files.getAttribute(Path.of("/proc/self"), "unix:uid") + "\n"
                    + Files.getAttribute(Path.of("/proc/self"), "unix:gid") + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String project(String path) {
        return incus.get(path).toString();
    }

    private static void wipe(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
