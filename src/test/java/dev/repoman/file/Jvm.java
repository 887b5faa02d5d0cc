package dev.repoman.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/// Small JVMs of the tests' own classes, quick to start.
public final class Jvm {
    private Jvm() {}

    /// @return the command that runs `main` with these arguments
    public static List<String> command(Class<?> main, String... args) {
        return command(classPath(), main, args);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /// Copies those parts of the class path that `wanted` finds in their names, and all folders of classes as
    /// jars, to where any user can read them, and where a class archive can be made of them.
    ///
    /// @return the new class path
    public static String copyClassPath(Path to, String wanted) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath().split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path copy = to.resolve(copies.size() + "-" + from.getFileName() + ".jar");
            if (Files.isDirectory(from)) {
                try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(copy));
                        Stream<Path> classes =
                                Files.walk(from).filter(p -> p.toString().endsWith(".class"))) {
                    for (Path one : classes.toList()) {
                        jar.putNextEntry(new ZipEntry(from.relativize(one).toString()));
                        Files.copy(one, jar);
                    }
                }
            } else if (Pattern.compile(wanted).matcher(entry).find()) {
                Files.copy(from, copy);
            } else {
                continue;
            }
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    /// @return the same with a class path of one's own
    public static List<String> command(String classPath, Class<?> main, String... args) {
        return command(classPath, List.of(), main, args);
    }

    private static List<String> command(String classPath, List<String> options, Class<?> main, String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        return command;
    }

    /// Many short runs of one program: its few jars, and a cache of its classes as loaded and linked, which
    /// brings the start from most of a second down to a fifth.
    public record Quick(String classPath, Path cache) {
        /// Copies the jars to `lib` and makes the cache by one run of `main`, which has to end well.
        public static Quick prepare(Path lib, String wanted, Class<?> main, String... training)
                throws IOException, InterruptedException {
            String classPath = copyClassPath(lib, wanted);
            Path cache = lib.resolve("classes.aot");
            // what it says of the cache goes to its standard output
            List<String> options = List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:disable");
            Process process = new ProcessBuilder(Jvm.command(classPath, options, main, training))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0 || !Files.exists(cache)) {
                throw new IOException("no class cache: " + said);
            }
            Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rw-r--r--"));
            return new Quick(classPath, cache);
        }

        public List<String> command(Class<?> main, String... args) {
            return Jvm.command(classPath, List.of("-XX:AOTCache=" + cache, "-Xlog:disable"), main, args);
        }

        public Process start(Class<?> main, String... args) throws IOException {
            return new ProcessBuilder(command(main, args))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }
    }

    public static Process start(Class<?> main, String... args) throws IOException {
        return new ProcessBuilder(command(main, args))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
