package dev.repoman.host;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.plan.setup.SetupFacts.GitHelperFact;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How to start this program again: the executable, or the JVM with its options and our jar.
@ApplicationScoped
public class OwnProgram {
    /// The name of the link by which git starts it.
    public static final String GIT_HELPER = "git-remote-repoman";

    private static final String NAME = "repoman";
    private static final String USED = "-XX:AOTCache=";
    private static final String JAR = "quarkus-run.jar";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private final HostEnvironment env;

    public OwnProgram(HostEnvironment env) {
        this.env = env;
    }

    /// @return whether the executable was started by the name that git uses; for a JVM the launcher looks
    public static boolean startedByGit() {
        try {
            return Path.of(Files.readString(COMMAND_LINE, ISO_8859_1).split("\0", 2)[0])
                    .endsWith(GIT_HELPER);
        } catch (IOException _) {
            return false;
        }
    }

    /// @return the words before the arguments; empty where we are neither packaged nor native (a test,
    ///     `quarkus dev`)
    public Optional<List<String>> words() {
        try {
            Path executable = Path.of("/proc/self/exe").toRealPath();
            if (!executable.endsWith("java")) {
                return Optional.of(List.of(executable.toString()));
            }
            // ProcessHandle.Info omits long arguments
            String line = Files.readString(COMMAND_LINE, UTF_8);
            return ofJvm(executable.toString(), Arrays.asList(line.split("\0")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// @return the real path of the executable or the jar; empty where [#words] is
    public Optional<String> path() {
        return words().map(words -> {
            try {
                return Path.of(words.getLast()).toRealPath().toString();
            } catch (IOException _) {
                return words.getLast();
            }
        });
    }

    /// @return the helper that git looks for in PATH and does not find; null where it does, or where PATH does not lead
    ///     to this program either
    public @Nullable GitHelperFact missingGitHelper() {
        Optional<Path> program = onPath(NAME).filter(this::isThis);
        if (program.isEmpty() || onPath(GIT_HELPER).isPresent()) {
            return null;
        }
        try {
            Path folder = program.get().resolveSibling(".").toRealPath();
            Path helper = folder.resolve(GIT_HELPER);
            boolean free = Files.isWritable(folder) && !Files.exists(helper, LinkOption.NOFOLLOW_LINKS);
            return new GitHelperFact(helper.toString(), program.get().toString(), free);
        } catch (IOException _) {
            return null;
        }
    }

    private Optional<Path> onPath(String name) {
        return Stream.of(env.get("PATH").split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private boolean isThis(Path program) {
        try {
            return Files.isSameFile(program, Path.of(lasting().getFirst()));
        } catch (IOException _) {
            return false;
        }
    }

    /// @return the launcher's AOT caches that this run does not use, with their bytes, but for one of today: that of
    ///     the next run is made in the background
    public SortedMap<String, Long> otherCaches(String home) {
        List<String> words = words().orElse(List.of());
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        SortedMap<String, Long> others = new TreeMap<>();
        try (DirectoryStream<Path> caches =
                Files.newDirectoryStream(env.cacheHome(home).resolve(NAME), "*.aot")) {
            for (Path cache : caches) {
                if (!words.contains(USED + cache)
                        && Files.getLastModifiedTime(cache).toInstant().isBefore(yesterday)) {
                    others.put(cache.toString(), Files.size(cache));
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            return new TreeMap<>(); // there is none, or it is deleted just now
        }
        return others;
    }

    /// @return the words that start it in another year too: the launcher, which finds a JVM itself, or the
    ///     executable; `repoman` where [#words] is empty
    public List<String> lasting() {
        return words().map(OwnProgram::lasting).orElse(List.of(NAME));
    }

    static List<String> lasting(List<String> words) {
        Path launcher = Path.of(words.getLast()).resolveSibling("../repoman").normalize();
        return words.size() > 1 && Files.isExecutable(launcher) ? List.of(launcher.toString()) : words;
    }

    static Optional<List<String>> ofJvm(String java, List<String> line) {
        int jar = line.indexOf("-jar") + 1;
        if (jar == 0 || jar == line.size() || !Path.of(line.get(jar)).endsWith(JAR)) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>(line.subList(0, jar + 1));
        words.set(0, java);
        return Optional.of(words);
    }
}
