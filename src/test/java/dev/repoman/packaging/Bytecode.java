package dev.repoman.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which method of our classes calls which, told by their bytecode. A method is `owner.name`, overloads
/// together; the bodies of lambdas and method references count as called where they are made.
record Bytecode(Map<String, Set<String>> calls) {
    static Bytecode ofProgram() {
        Map<String, Set<String>> calls = new HashMap<>();
        try (Stream<Path> files = Files.walk(Path.of("target/classes/dev/repoman"))) {
            files.filter(file -> file.toString().endsWith(".class")).forEach(file -> read(file, calls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Bytecode(calls);
    }

    private static void read(Path file, Map<String, Set<String>> calls) {
        try {
            ClassModel model = ClassFile.of().parse(file);
            for (MethodModel method : model.methods()) {
                String name = named(
                        model.thisClass().asInternalName(), method.methodName().stringValue());
                Set<String> called = calls.computeIfAbsent(name, _ -> new HashSet<>());
                method.code().ifPresent(code -> code.forEach(element -> callsOf(element, called)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void callsOf(CodeElement element, Set<String> called) {
        switch (element) {
            case InvokeInstruction call ->
                called.add(named(call.owner().asInternalName(), call.name().stringValue()));
            case InvokeDynamicInstruction made ->
                made.invokedynamic().bootstrap().arguments().stream()
                        .filter(MethodHandleEntry.class::isInstance)
                        .map(argument -> ((MethodHandleEntry) argument).reference())
                        .forEach(target -> called.add(named(
                                target.owner().asInternalName(), target.name().stringValue())));
            default -> {}
        }
    }

    private static String named(String owner, String method) {
        return owner.replace('/', '.') + "." + method;
    }

    /// @return what runs when our classes are initialised, in a native executable while it is built: the
    ///     static initialisers and all of ours that they call, each with what it calls
    Map<String, Set<String>> duringInitialization() {
        Deque<String> left = calls.keySet().stream()
                .filter(name -> name.endsWith(".<clinit>"))
                .collect(Collectors.toCollection(ArrayDeque::new));
        Map<String, Set<String>> found = new HashMap<>();
        while (!left.isEmpty()) {
            String method = left.remove();
            if (calls.containsKey(method) && !found.containsKey(method)) {
                found.put(method, calls.get(method));
                left.addAll(calls.get(method));
            }
        }
        return found;
    }

    Set<String> callersOf(String method) {
        return calls.entrySet().stream()
                .filter(e -> e.getValue().contains(method))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
