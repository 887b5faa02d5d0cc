import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Run by the build on the packaged JVM layout (`java ModernClasses.java target/quarkus-app`), by nothing else.
///
/// An AOT cache holds no class older than Java 6, and picocli is compiled for Java 5: its 200 classes would be read
/// from the jar and checked by the slow, inferring verifier at each start, a fifth of `list`. So jars of such classes
/// are written anew as Java 8 ones, with the stack maps that the fast verifier needs; the code in them stays as it is.
///
/// Then the build's id is written beside the jars: a digest of all that is in the layout, by which the launcher knows
/// whether a cache is this build's. Times of entries are kept, so that the outcome depends on the input alone.
class ModernClasses {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;

    public static void main(String[] args) throws Exception {
        Path layout = Path.of(args[0]);
        for (Path jar : files(layout)) {
            if (jar.toString().endsWith(".jar") && modernize(jar)) {
                System.out.println("written anew for Java 8: " + layout.relativize(jar));
            }
        }
        Files.writeString(layout.resolve("build-id"), id(layout) + "\n");
    }

    private static List<Path> files(Path layout) throws IOException {
        try (var all = Files.walk(layout)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean modernize(Path jar) throws IOException {
        Map<ZipEntry, byte[]> entries = read(jar);
        Map<String, byte[]> classes = new LinkedHashMap<>();
        entries.forEach((entry, bytes) -> classes.put(entry.getName(), bytes));
        if (classes.entrySet().stream().noneMatch(e -> isOld(e.getKey(), e.getValue()))) {
            return false;
        }
        ClassFile format = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(named -> {
                            String descriptor = named.descriptorString();
                            byte[] bytes = classes.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
                            return bytes == null ? null : new ByteArrayInputStream(bytes);
                        })
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(made);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<ZipEntry, byte[]> old : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(old.getKey().getName());
                entry.setTimeLocal(old.getKey().getTimeLocal());
                out.putNextEntry(entry);
                out.write(isOld(entry.getName(), old.getValue()) ? anew(format, old.getValue()) : old.getValue());
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private static byte[] anew(ClassFile format, byte[] old) {
        ClassModel model = format.parse(old);
        byte[] made = format.transformClass(model, (target, element) -> {
            switch (element) {
                case ClassFileVersion _ -> target.withVersion(JAVA_8, 0);
                // rebuilt, not copied, so that it gets its stack maps
                case MethodModel method ->
                    target.transformMethod(
                            method,
                            (body, part) -> {
                                if (part instanceof java.lang.classfile.CodeModel code) {
                                    body.transformCode(code, java.lang.classfile.CodeBuilder::with);
                                } else {
                                    body.with(part);
                                }
                            });
                default -> target.with(element);
            }
        });
        var wrong = format.verify(made);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(model.thisClass().asInternalName() + ": " + wrong.getFirst());
        }
        return made;
    }

    private static boolean isOld(String name, byte[] bytes) {
        return name.endsWith(".class") && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < JAVA_6;
    }

    private static Map<ZipEntry, byte[]> read(Path jar) throws IOException {
        Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream().forEach(entry -> {
                try (var in = zip.getInputStream(entry)) {
                    entries.put(entry, in.readAllBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return entries;
    }

    private static String id(Path layout) throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        List<Path> named = new ArrayList<>(files(layout));
        named.remove(layout.resolve("build-id"));
        for (Path file : named) {
            all.update((layout.relativize(file) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            all.update(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        }
        return HexFormat.of().formatHex(all.digest(), 0, 8);
    }
}
