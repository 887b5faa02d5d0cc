package dev.repoman.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.repoman.cli.Program.Ran;
import dev.repoman.incus.fake.ExecResult;
import dev.repoman.incus.fake.FakeIncusd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /// In a repository, as a committer of its own.
    final void git(String folder, String... words) {
        try {
            List<String> line = new ArrayList<>(List.of(
                    "git", "-C", repo(folder).toString(), "-c", "user.name=Dev", "-c", "user.email=d@example.org"));
            line.addAll(List.of(words));
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            // never of the second in which the fork was made
            Instant now = Instant.now().plusSeconds(folder.equals("web") ? 0 : 60);
            builder.environment().put("GIT_COMMITTER_DATE", now.getEpochSecond() + " +0000");
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    final void refused(int exit, String said, String... line) {
        Ran ran = run(line);
        assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
        assertThat(ran.err()).contains(said, "hint: ");
    }
}
