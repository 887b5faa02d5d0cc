import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;

/// Run by `dist` (`java Licenses.java FOLDER-OF-JARS FOLDER`): what the jars carry of licences and notices, a
/// folder a jar, for those who get the program without them.
class Licenses {
    public static void main(String[] args) throws IOException {
        List<Path> jars;
        try (var all = Files.walk(Path.of(args[0]))) {
            jars = all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            Path folder = Path.of(args[1], jar.getFileName().toString().replaceFirst("\\.jar$", ""));
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (var entry : zip.stream().filter(e -> isLegal(e.getName())).toList()) {
                    Files.createDirectories(folder);
                    Path file = folder.resolve(Path.of(entry.getName()).getFileName());
                    Files.write(file, zip.getInputStream(entry).readAllBytes());
                }
            }
        }
    }

    private static boolean isLegal(String name) {
        return name.matches("META-INF/[^/]*(LICENSE|NOTICE)[^/]*");
    }
}
