import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
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
/// Quarkus numbers some values that its recorded start-up code hands on, `proxykey17`, by a counter that parallel steps
/// of the build share, so that two builds differ. They are numbered anew in the order of the classes. (Mended in Quarkus
/// after 3.33: to be dropped then.)
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
        numberAnew(layout.resolve("quarkus/generated-bytecode.jar"));
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
        entries.replaceAll((entry, bytes) -> isOld(entry.getName(), bytes) ? anew(format, bytes) : bytes);
        write(jar, entries);
        return true;
    }

    private static void numberAnew(Path jar) throws IOException {
        Map<ZipEntry, byte[]> entries = read(jar);
        Map<String, String> keys = new LinkedHashMap<>();
        entries.keySet().stream()
                .filter(ModernClasses::isRecorded)
                .sorted(java.util.Comparator.comparing(ZipEntry::getName))
                .forEach(entry -> ClassFile.of().parse(entries.get(entry)).methods().forEach(method -> method.code()
                        .ifPresent(code -> code.forEach(element -> {
                            if (isKey(element)) {
                                keys.computeIfAbsent(text(element), _ -> "proxykey" + (keys.size() + 1));
                            }
                        }))));
        ClassFile format = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
        entries.replaceAll((entry, bytes) -> {
            if (!isRecorded(entry)
                    || !new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).contains("proxykey")) {
                return bytes;
            }
            return format.transformClass(
                    format.parse(bytes),
                    java.lang.classfile.ClassTransform.transformingMethodBodies((code, element) -> {
                        if (isKey(element)) {
                            code.loadConstant(keys.get(text(element)));
                        } else {
                            code.with(element);
                        }
                    }));
        });
        write(jar, entries);
    }

    private static boolean isRecorded(ZipEntry entry) {
        return entry.getName().startsWith("io/quarkus/runner/") && entry.getName().endsWith(".class");
    }

    private static boolean isKey(java.lang.classfile.CodeElement element) {
        return element instanceof ConstantInstruction.LoadConstantInstruction load
                && load.constantValue() instanceof String text
                && text.matches("proxykey\\d+");
    }

    private static String text(java.lang.classfile.CodeElement key) {
        return (String) ((ConstantInstruction.LoadConstantInstruction) key).constantValue();
    }

    private static void write(Path jar, Map<ZipEntry, byte[]> entries) throws IOException {
        Path made = jar.resolveSibling(jar.getFileName() + ".new");
        try (OutputStream file = Files.newOutputStream(made);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Map.Entry<ZipEntry, byte[]> old : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(old.getKey().getName());
                entry.setTimeLocal(old.getKey().getTimeLocal());
                out.putNextEntry(entry);
                out.write(old.getValue());
                out.closeEntry();
            }
        }
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
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
