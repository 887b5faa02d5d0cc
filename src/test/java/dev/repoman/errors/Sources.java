package dev.repoman.errors;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The program's own source, parsed: every place that makes an exception for users, and what can be looked up about the
/// names there.
final class Sources {
    /// A place that makes an error: its kind, message and hint; `method` is null in a field's initialiser.
    record Site(String type, MethodTree method, ExpressionTree kind, ExpressionTree message, ExpressionTree hint) {}

    private final Map<String, String> texts = new HashMap<>();
    private final List<Site> sites = new ArrayList<>();
    private final Map<String, List<MethodTree>> methods = new HashMap<>();
    private final Map<String, List<MethodInvocationTree>> calls = new HashMap<>();
    private final Map<MethodInvocationTree, MethodTree> callers = new HashMap<>();
    private final Map<String, ExpressionTree> constants = new HashMap<>();
    private final Map<MethodTree, Map<String, List<ExpressionTree>>> locals = new HashMap<>();

    static Sources parse(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> all = Files.walk(folder);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> paths =
                    all.filter(p -> p.toString().endsWith(".java")).sorted().toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            Sources sources = new Sources();
            for (CompilationUnitTree unit : task.parse()) {
                sources.new Scanner().scan(unit, null);
            }
            return sources;
        }
    }

    /// @return the source of a class, as parsed
    String text(String type) {
        return texts.getOrDefault(type, "");
    }

    List<Site> sites() {
        return sites;
    }

    /// @return the methods of that name in that class
    List<MethodTree> methods(String type, String name) {
        return methods.getOrDefault(type + "." + name, List.of());
    }

    /// @return the calls of a method from within its own class
    List<MethodInvocationTree> calls(String type, String name) {
        return calls.getOrDefault(type + "." + name, List.of());
    }

    MethodTree caller(MethodInvocationTree call) {
        return callers.get(call);
    }

    /// @return what is assigned to a local variable, in all places
    List<ExpressionTree> assigned(MethodTree method, String name) {
        return locals.getOrDefault(method, Map.of()).getOrDefault(name, List.of());
    }

    /// @return all methods of that name, of whatever class, by class
    Map<String, List<MethodTree>> anywhere(String name) {
        Map<String, List<MethodTree>> found = new HashMap<>();
        methods.forEach((qualified, list) -> {
            if (qualified.endsWith("." + name)) {
                found.put(qualified.substring(0, qualified.lastIndexOf('.')), list);
            }
        });
        return found;
    }

    ExpressionTree constant(String type, String name) {
        return constants.get(type + "." + name);
    }

    private final class Scanner extends TreePathScanner<Void, Void> {
        private String type() {
            String name = "";
            for (TreePath at = getCurrentPath(); at != null; at = at.getParentPath()) {
                if (at.getLeaf() instanceof ClassTree c && !c.getSimpleName().isEmpty()) {
                    name = c.getSimpleName().toString();
                }
            }
            return name; // the outermost one
        }

        private MethodTree method() {
            MethodTree found = null;
            for (TreePath at = getCurrentPath(); at != null; at = at.getParentPath()) {
                if (at.getLeaf() instanceof MethodTree m) {
                    found = m;
                }
            }
            return found;
        }

        @Override
        public Void visitClass(ClassTree type, Void none) {
            texts.putIfAbsent(type.getSimpleName().toString(), type.toString());
            return super.visitClass(type, none);
        }

        @Override
        public Void visitMethod(MethodTree method, Void none) {
            methods.computeIfAbsent(type() + "." + method.getName(), _ -> new ArrayList<>())
                    .add(method);
            return super.visitMethod(method, none);
        }

        @Override
        public Void visitNewClass(NewClassTree made, Void none) {
            String name = made.getIdentifier().toString();
            List<? extends ExpressionTree> given = made.getArguments();
            if (name.equals("RepomanException") || name.equals("IncusException")) {
                sites.add(new Site(type(), method(), given.get(0), given.get(1), given.get(2)));
            } else if (name.equals("Said")) { // of a wrong command line
                sites.add(new Site(type(), method(), null, given.get(0), given.get(1)));
            }
            return super.visitNewClass(made, none);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            String name = call.getMethodSelect() instanceof IdentifierTree own
                    ? own.getName().toString()
                    : null;
            List<? extends ExpressionTree> given = call.getArguments();
            if (call.getMethodSelect().toString().matches("(errors\\.)?say") && given.size() == 5) {
                sites.add(new Site(type(), method(), given.get(1), given.get(2), given.get(3)));
            }
            if (name != null) {
                calls.computeIfAbsent(type() + "." + name, _ -> new ArrayList<>())
                        .add(call);
                callers.put(call, method());
            }
            return super.visitMethodInvocation(call, none);
        }

        @Override
        public Void visitVariable(VariableTree variable, Void none) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            if (variable.getInitializer() != null) {
                if (parent instanceof ClassTree) {
                    constants.put(type() + "." + variable.getName(), variable.getInitializer());
                } else {
                    assigned(variable.getName().toString(), variable.getInitializer());
                }
            }
            return super.visitVariable(variable, none);
        }

        @Override
        public Void visitAssignment(AssignmentTree assignment, Void none) {
            assigned(assignment.getVariable().toString(), assignment.getExpression());
            return super.visitAssignment(assignment, none);
        }

        private void assigned(String name, ExpressionTree value) {
            MethodTree method = method();
            if (method != null) {
                locals.computeIfAbsent(method, _ -> new HashMap<>())
                        .computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(value);
            }
        }
    }
}
