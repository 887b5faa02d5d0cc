package dev.repoman.errors;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/// A text in the source as a reader of the manual sees it: what is put together from parts is shown whole, with a word
/// in capitals for what is only known when it happens. Of a text that depends on something, all forms are shown.
final class Template {
    private static final int DEEPEST = 12;
    /// What `null` is shown as, until it is known whether something else may stand there.
    static final String NOTHING = "\0";
    /// Names that say more about the source than about the text.
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("E", "REASON"),
            Map.entry("F", "REASON"),
            Map.entry("CODE", "NUMBER"),
            Map.entry("SAID", "…"),
            Map.entry("LATE", "… "),
            Map.entry("QUALIFIED NAME", "COMMAND"),
            Map.entry("PARAM LABEL", "VALUE"),
            Map.entry("INCUS PROJECT", "PROJECT"),
            Map.entry("REAL PATH", "PLACE"),
            Map.entry("GET REASON", "REASON"),
            Map.entry("GET INPUT", "NAME"));
    private static final Set<String> WRAPPERS = Set.of(
            "value",
            "getFirst",
            "get",
            "toString",
            "size",
            "getMessage",
            "toSeconds",
            "toMillis",
            "getAsLong",
            "getAsInt",
            "getInput",
            "keySet");

    private final Sources sources;
    private final String type;

    Template(Sources sources, String type) {
        this.sources = sources;
        this.type = type;
    }

    /// @param method that the expression stands in
    /// @param bound what its parameters are in one call of it, each in all forms
    Set<String> forms(Tree expression, MethodTree method, Map<String, Set<String>> bound) {
        return forms(expression, method, bound, 0);
    }

    private Set<String> forms(Tree tree, MethodTree method, Map<String, Set<String>> bound, int depth) {
        if (depth > DEEPEST) {
            return Set.of(placeholder(tree));
        }
        return switch (tree) {
            case LiteralTree literal ->
                Set.of(literal.getValue() == null ? NOTHING : literal.getValue().toString());
            case ParenthesizedTree inner -> forms(inner.getExpression(), method, bound, depth);
            case TypeCastTree cast -> forms(cast.getExpression(), method, bound, depth);
            case BinaryTree plus
            when plus.getKind() == Tree.Kind.PLUS ->
                joined(
                        forms(plus.getLeftOperand(), method, bound, depth),
                        forms(plus.getRightOperand(), method, bound, depth));
            case ConditionalExpressionTree either ->
                both(
                        forms(either.getTrueExpression(), method, bound, depth),
                        forms(either.getFalseExpression(), method, bound, depth));
            case SwitchExpressionTree cases -> cases(cases, method, bound, depth);
            case IdentifierTree name -> name(name, method, bound, depth);
            case MemberSelectTree member -> constantOr(member.getIdentifier().toString(), member, method, depth);
            case MethodInvocationTree call -> call(call, method, bound, depth);
            default -> Set.of(placeholder(tree));
        };
    }

    private Set<String> cases(
            SwitchExpressionTree cases, MethodTree method, Map<String, Set<String>> bound, int depth) {
        Set<String> all = new LinkedHashSet<>();
        for (CaseTree one : chosen(cases, bound)) {
            if (one.getBody() instanceof ExpressionTree value) {
                all.addAll(forms(value, method, bound, depth + 1));
            } else if (one.getBody() instanceof ExpressionStatementTree statement) {
                all.addAll(forms(statement.getExpression(), method, bound, depth + 1));
            } else if (one.getBody() instanceof YieldTree yield) {
                all.addAll(forms(yield.getValue(), method, bound, depth + 1));
            }
        }
        return all;
    }

    /// Where it is known what the switch is about, only that case.
    private static List<? extends CaseTree> chosen(SwitchExpressionTree cases, Map<String, Set<String>> bound) {
        Set<String> known = bound.getOrDefault(cases.getExpression().toString().replaceAll("[()]", ""), Set.of());
        if (known.size() != 1) {
            return cases.getCases();
        }
        String label = known.iterator().next();
        List<? extends CaseTree> exact = cases.getCases().stream()
                .filter(c -> c.getLabels().stream().anyMatch(l -> l.toString().equals(label)))
                .toList();
        return !exact.isEmpty()
                ? exact
                : cases.getCases().stream()
                        .filter(c -> c.getLabels().stream()
                                .anyMatch(l -> l.toString().equals("default")))
                        .toList();
    }

    private Set<String> name(IdentifierTree name, MethodTree method, Map<String, Set<String>> bound, int depth) {
        String text = name.getName().toString();
        if (bound.containsKey(text)) {
            return bound.get(text);
        }
        List<ExpressionTree> values = method == null ? List.of() : sources.assigned(method, text);
        Set<String> all = new LinkedHashSet<>();
        for (ExpressionTree value : values) {
            all.addAll(forms(value, method, bound, depth + 1));
        }
        if (!all.isEmpty() && all.stream().allMatch(Template::says)) {
            return all;
        }
        return constantOr(text, name, method, depth);
    }

    /// Words, and not only a value under another name.
    private static boolean says(String form) {
        return form.isEmpty() || form.equals(NOTHING) || form.matches("(?s)([ :;(,].*|.*[a-z]{2}.*)");
    }

    private Set<String> constantOr(String name, Tree tree, MethodTree method, int depth) {
        ExpressionTree constant = name.equals(name.toUpperCase(Locale.ROOT)) ? sources.constant(type, name) : null;
        return constant == null ? Set.of(placeholder(tree)) : forms(constant, method, Map.of(), depth + 1);
    }

    private Set<String> call(MethodInvocationTree call, MethodTree method, Map<String, Set<String>> bound, int depth) {
        String name = call.getMethodSelect() instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : call.getMethodSelect().toString();
        if (call.getMethodSelect() instanceof MemberSelectTree select
                && Set.of("replaceAll", "strip", "orElse", "formatted").contains(name)) {
            Set<String> of = forms(select.getExpression(), method, bound, depth + 1);
            if (name.equals("formatted")) {
                return of.stream()
                        .map(form -> filled(form, call.getArguments()))
                        .collect(Collectors.toSet());
            }
            return name.equals("orElse")
                    ? both(of, forms(call.getArguments().getFirst(), method, bound, depth + 1))
                    : of;
        }
        if (call.getMethodSelect() instanceof MemberSelectTree select && name.equals("map")) {
            // an Optional's value, put into words
            return call.getArguments().getFirst() instanceof LambdaExpressionTree lambda
                    ? forms(lambda.getBody(), method, bound, depth + 1)
                    : Set.of(placeholder(select));
        }
        if (name.equals("toLowerCase") || name.equals("valueOf") || name.equals("join") || name.equals("of")) {
            return Set.of(placeholder(call));
        }
        if (call.getMethodSelect() instanceof MemberSelectTree
                && call.getArguments().isEmpty()
                && !name.equals("toString")) { // every class has one
            return foreign(call, name, depth);
        }
        List<MethodTree> own =
                call.getMethodSelect() instanceof IdentifierTree ? sources.methods(type, name) : List.of();
        Set<String> all = new LinkedHashSet<>();
        for (MethodTree called : own) {
            if (called.getParameters().size() == call.getArguments().size()) {
                all.addAll(returned(called, bind(called, call, method, bound, depth), depth));
            }
        }
        return !all.isEmpty() && all.stream().allMatch(Template::says) ? all : Set.of(placeholder(call));
    }

    /// What another class says, where only one has a method of that name.
    private Set<String> foreign(MethodInvocationTree call, String name, int depth) {
        String of = ((MemberSelectTree) call.getMethodSelect())
                .getExpression()
                .toString()
                .toLowerCase(Locale.ROOT);
        Map<String, List<MethodTree>> found = sources.anywhere(name);
        // of several, that whose name the variable has
        found.keySet()
                .removeIf(t -> found.size() > 1 && !t.toLowerCase(Locale.ROOT).endsWith(of));
        if (found.size() == 1) {
            Map.Entry<String, List<MethodTree>> only =
                    found.entrySet().iterator().next();
            Set<String> forms = new Template(sources, only.getKey())
                    .returned(only.getValue().getFirst(), Map.of(), depth + 1);
            if (!forms.isEmpty() && forms.stream().allMatch(f -> f.contains(" ") && says(f))) {
                return forms;
            }
        }
        return Set.of(placeholder(call));
    }

    /// @return what a call gives the parameters of a method
    Map<String, Set<String>> bind(
            MethodTree called, MethodInvocationTree call, MethodTree from, Map<String, Set<String>> bound, int depth) {
        Map<String, Set<String>> values = new HashMap<>();
        for (int i = 0; i < called.getParameters().size(); i++) {
            values.put(
                    called.getParameters().get(i).getName().toString(),
                    forms(call.getArguments().get(i), from, bound, depth + 1));
        }
        return values;
    }

    private Set<String> returned(MethodTree called, Map<String, Set<String>> bound, int depth) {
        Set<String> all = new LinkedHashSet<>();
        List<ExpressionTree> results = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitReturn(ReturnTree result, Void none) {
                results.add(result.getExpression());
                return super.visitReturn(result, none);
            }
        }.scan(called.getBody(), null);
        results.forEach(result -> all.addAll(forms(result, called, bound, depth + 1)));
        return all;
    }

    private static String filled(String form, List<? extends ExpressionTree> values) {
        String text = form;
        for (ExpressionTree value : values) {
            text = text.replaceFirst("%[sd]", Matcher.quoteReplacement(placeholder(value)));
        }
        return text;
    }

    private static Set<String> joined(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>();
        something(first).forEach(a -> something(second).forEach(b -> all.add(a + b)));
        return all;
    }

    private static Set<String> something(Set<String> forms) {
        Set<String> left = new LinkedHashSet<>(forms);
        left.remove(NOTHING);
        return left.isEmpty() ? Set.of("") : left;
    }

    private static Set<String> both(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }

    /// `action.path()` is PATH, `user.contract(init.folder())` FOLDER.
    private static String placeholder(Tree tree) {
        String name = tree.toString();
        if (tree instanceof MethodInvocationTree call) {
            List<? extends ExpressionTree> arguments = call.getArguments();
            String last = arguments.isEmpty() ? "" : arguments.getLast().toString();
            boolean own = call.getMethodSelect() instanceof IdentifierTree && last.matches("e|request");
            return placeholder(last.isEmpty() || own ? call.getMethodSelect() : arguments.getLast());
        }
        if (tree instanceof MemberSelectTree member) {
            name = member.getIdentifier().toString();
            if (WRAPPERS.contains(name)) {
                return placeholder(member.getExpression());
            }
        }
        String plain = name.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
        return plain.matches("[A-Z0-9 ]+") ? RENAMED.getOrDefault(plain, plain) : "…";
    }
}
