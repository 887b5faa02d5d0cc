package dev.repoman.packaging;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The records that JSON is bound to.
public final class Bound {
    /// Beside the packages that hold nothing else.
    private static final List<String> OTHERS = List.of(
            "dev.repoman.backup.SyncStateFile",
            "dev.repoman.llm.OllamaProbe$Version",
            "dev.repoman.llm.OllamaProbe$Tags");

    private Bound() {}

    public static List<Class<?>> roots() throws Exception {
        List<Class<?>> roots = new ArrayList<>(in("cli/json"));
        roots.addAll(in("incus/api"));
        for (String other : OTHERS) {
            roots.add(Class.forName(other));
        }
        return roots;
    }

    /// @param folder of a package, below `dev/repoman`
    public static List<Class<?>> in(String folder) throws Exception {
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/repoman", folder))) {
            for (String file :
                    files.map(f -> f.getFileName().toString()).sorted().toList()) {
                if (!file.equals("package-info.java")) {
                    found.add(
                            Class.forName("dev.repoman." + folder.replace('/', '.') + "." + file.replace(".java", "")));
                }
            }
        }
        return found;
    }

    /// Adds a record and all that its components hold.
    public static void collect(Type type, Set<Class<?>> bound) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, bound);
            }
        } else if (type instanceof Class<?> of && of.getName().startsWith("dev.repoman.") && bound.add(of)) {
            if (of.isSealed()) {
                for (Class<?> permitted : of.getPermittedSubclasses()) {
                    collect(permitted, bound);
                }
            }
            if (of.isRecord()) {
                for (RecordComponent component : of.getRecordComponents()) {
                    collect(component.getGenericType(), bound);
                }
            }
        }
    }
}
