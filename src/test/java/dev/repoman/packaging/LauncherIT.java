package dev.repoman.packaging;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script before the JVM. Most is shown with a stand-in for Java that prints what it was started with.
class LauncherIT {
    private static final Path BUILT = Path.of(System.getProperty("repoman.launcher"));
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir
    Path temp;

    private Path repoman;

    @BeforeEach
    void installedElsewhere() throws IOException {
        Path app = BUILT.resolveSibling("quarkus-app");
        assumeTrue(Files.exists(app), "packaged for the JVM");
        Path folder = Files.createDirectories(temp.resolve("a folder/with $igns"));
        repoman = folder.resolve("repoman");
        Files.copy(BUILT, repoman);
        Files.setPosixFilePermissions(repoman, fromString("rwxr-xr-x"));
        assertThat(Started.run(temp, Map.of(), "cp", "-a", app, folder).exit()).isZero();
    }

    /// @return the home of a Java of that version; started, it prints its arguments, and makes the cache if
    ///     told so
    private Path standIn(String name, String version) throws IOException {
        Path home = temp.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n"
                        .formatted(version, version));
        Files.writeString(java, """
                #!/bin/sh
                echo "%s"
                for a; do
                    echo "$a"
                    case $a in -XX:AOTCacheOutput=*) echo made >"${a#*=}" ;; esac
                done
                """.formatted(name));
        Files.setPosixFilePermissions(java, fromString("rwxr-xr-x"));
        return home;
    }

    private Map<String, String> env(Path javaHome) {
        return Map.of("JAVA_HOME", javaHome.toString(), "XDG_CACHE_HOME", caches().toString());
    }

    private Path caches() {
        return temp.resolve("cache");
    }

    private List<Path> cacheFiles() throws IOException {
        Path folder = caches().resolve("repoman");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path cacheMade() {
        return cachesMade(1).getFirst();
    }

    private List<Path> cachesMade(int count) {
        return await().atMost(Duration.ofMinutes(3))
                .ignoreExceptions()
                .until(
                        this::cacheFiles,
                        files -> files.size() == count
                                && files.stream()
                                        .allMatch(file -> file.toString().endsWith(".aot")));
    }

    @Test
    void takesTheFirstJavaThatIsNewEnough() throws IOException {
        Path old = standIn("old", "17.0.9");
        Path fit = standIn("fit", "25.0.1");
        Path newer = standIn("newer", "26-ea");
        for (Map.Entry<Path, String> tried : Map.of(
                        old, "fit", fit, "fit", newer, "newer", temp.resolve("nowhere"), "fit")
                .entrySet()) {
            Started ran = Started.run(
                    temp,
                    Map.of(
                            "REPOMAN_AOT",
                            "off",
                            "JAVA_HOME",
                            tried.getKey().toString(),
                            "PATH",
                            fit.resolve("bin") + ":/usr/bin:/bin"),
                    repoman,
                    "a b",
                    "");
            assertThat(ran.out().lines().toList())
                    .startsWith(tried.getValue())
                    .endsWith(
                            "-jar",
                            repoman.resolveSibling("quarkus-app/quarkus-run.jar")
                                    .toString(),
                            "a b",
                            "");
        }
    }

    @Test
    void makesItsCacheOnceAndAgainWhenTheProgramChanged() throws IOException {
        Map<String, String> env = env(standIn("fit", "25.0.1"));
        assertThat(Started.run(temp, env, repoman, "list").out()).doesNotContain("AOTCache");
        Path first = cacheMade();
        assertThat(Started.run(temp, env, repoman, "list").out())
                .contains("-XX:AOTCache=" + first + "\n-Xlog:disable\n");
        assertThat(Files.getPosixFilePermissions(first)).isEqualTo(fromString("rw-------"));

        // making it was interrupted, a while ago
        Path making = Path.of(first + ".making");
        Files.move(first, Files.createDirectory(making).resolve("aot"));
        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));
        Started.run(temp, env, repoman, "list");
        assertThat(making.resolve("aot")).as("another run may still be at it").exists();
        Files.setLastModifiedTime(making, FileTime.from(Instant.now().minus(Duration.ofMinutes(15))));
        Started.run(temp, env, repoman, "list");
        assertThat(cacheMade()).isEqualTo(first);

        // the same content with another time, which the JVM would hold against the cache
        Path app = repoman.resolveSibling("quarkus-app");
        Files.setLastModifiedTime(app.resolve("quarkus-run.jar"), FileTime.from(Instant.EPOCH));
        assertThat(Started.run(temp, env, repoman, "list").out()).doesNotContain("AOTCache");
        cachesMade(2);

        // another build, of the same size and time
        Path ours = app.resolve("app/repoman.jar");
        FileTime time = Files.getLastModifiedTime(ours);
        byte[] bytes = Files.readAllBytes(ours);
        bytes[bytes.length / 2] ^= 1;
        Files.write(ours, bytes);
        Files.setLastModifiedTime(ours, time);
        assertThat(Started.run(temp, env, repoman, "list").out()).doesNotContain("AOTCache");
        cachesMade(3);

        // and another Java
        Started.run(temp, env(standIn("fitter", "25.0.2")), repoman, "list");
        cachesMade(4);
    }

    @Test
    void runsFromAnywhereForAnyone() throws IOException {
        Path link = temp.resolve("bin/repoman");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, Path.of("../link"));
        Files.createSymbolicLink(temp.resolve("link"), repoman);
        Map<String, String> bare = Map.of("JAVA_HOME", JAVA_HOME.toString());
        for (Started ran : List.of(
                Started.run(temp, bare, link, "--version"),
                Started.run(temp, bare, "bin/repoman", "--version"),
                Started.run(repoman.getParent(), bare, "./repoman", "--version"))) {
            assertThat(ran.out()).startsWith("repoman ").hasLineCount(1);
            assertThat(ran.err()).isEmpty();
            assertThat(ran.exit()).isZero();
        }
    }

    @Test
    void aLinkWithTheNameThatGitLooksForIsItsHelper() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("git-remote-repoman"), repoman);
        Map<String, String> env = new HashMap<>(env(standIn("fit", "25.0.1")));
        env.put("REPOMAN_AOT", "off");
        assertThat(Started.run(temp, env, link, "origin", "--help").out().lines())
                .endsWith("git-remote", "--", "origin", "--help");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        for (String asked : List.of("--version", "--help")) {
            assertThat(inBash("\"$0\" " + asked + " | true; exit ${PIPESTATUS[0]}"))
                    .as(asked)
                    .isEqualTo(new Started(141, "", ""));
            Started full = inBash("\"$0\" " + asked + " >/dev/full");
            assertThat(full.exit()).isEqualTo(1);
            assertThat(full.err())
                    .isEqualTo("repoman: standard output could not be written\nhint: the disk may be full\n");
        }
    }

    @Test
    void runsInAFolderThatWasDeleted() {
        Started ran = inBash("mkdir gone && cd gone && rmdir ../gone && \"$0\" --help");
        assertThat(ran.exit()).as(ran.toString()).isZero();
        assertThat(ran.out()).contains("repoman");
    }

    private Started inBash(String script) {
        Map<String, String> env =
                Map.of("JAVA_HOME", JAVA_HOME.toString(), "REPOMAN_AOT", "off", "HOME", temp.toString());
        return Started.run(temp, env, "bash", "-c", script, repoman);
    }

    /// A folder for caches that cannot be created, and an invalid cache: neither is reported.
    @Test
    void aCacheThatIsNoneIsLeftAsideWithoutAWord() throws IOException {
        Files.writeString(temp.resolve("file"), "");
        Started noFolder = Started.run(
                temp,
                Map.of(
                        "JAVA_HOME",
                        JAVA_HOME.toString(),
                        "HOME",
                        temp.resolve("file").toString()),
                repoman,
                "--version");
        assertThat(noFolder.err()).isEmpty();
        assertThat(noFolder.out()).startsWith("repoman ").hasLineCount(1);

        Started.run(temp, env(standIn("fit", "25.0.1")), repoman, "list");
        Path stale = cacheMade();
        Path other = temp.resolve("fit/bin/java");
        Files.delete(other);
        Files.createSymbolicLink(other, JAVA_HOME.resolve("bin/java"));
        assertThat(Files.readString(stale)).isEqualTo("made\n");
        Started ran = Started.run(temp, env(temp.resolve("fit")), repoman, "--version", "--json");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).startsWith("{\n  \"format\" : 1,\n");
        assertThat(ran.exit()).isZero();
    }

    /// The real thing once: trained, used, and saying the same.
    @Test
    void theCacheIsTrainedOnRealCommands() throws IOException {
        Map<String, String> env = Map.of(
                "JAVA_HOME", JAVA_HOME.toString(),
                "XDG_CACHE_HOME", caches().toString(),
                "HOME", temp.toString(),
                "USER", "tester",
                "INCUS_SOCKET", temp.resolve("none").toString());
        Started without = Started.run(temp, env, repoman, "list", "--json");
        assertThat(Files.size(cacheMade())).isGreaterThan(10_000_000);
        Started with = Started.run(temp, env, repoman, "list", "--json");
        assertThat(with).isEqualTo(without);
        assertThat(with.exit()).as("Incus cannot be asked").isEqualTo(3);
        assertThat(with.err()).isEmpty();
        assertThat(temp.resolve(".config"))
                .as("training leaves no registry behind")
                .doesNotExist();
    }
}
