package dev.repoman.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How to start this program again: the executable, or the JVM with its options and our jar.
@ApplicationScoped
public class OwnProgram {
    private static final String JAR = "quarkus-run.jar";

    /// @return the words before the arguments; empty where we are neither packaged nor native (a test,
    ///     `quarkus dev`)
    public Optional<List<String>> words() {
        try {
            Path executable = Path.of("/proc/self/exe").toRealPath();
            if (!executable.endsWith("java")) {
                return Optional.of(List.of(executable.toString()));
            }
            // ProcessHandle.Info omits long arguments
            String line = Files.readString(Path.of("/proc/self/cmdline"), UTF_8);
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

    /// @return the words that start it in another year too: the launcher, which finds a JVM itself, or the
    ///     executable; `repoman` where [#words] is empty
    public List<String> lasting() {
        return words().map(OwnProgram::lasting).orElse(List.of("repoman"));
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
