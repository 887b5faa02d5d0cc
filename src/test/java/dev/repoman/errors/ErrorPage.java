package dev.repoman.errors;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All errors that a user can see, as the manual's page: found in the source, so that none can be forgotten.
final class ErrorPage {
    private static final Map<String, Integer> EXITS =
            Map.of("FAILED", 1, "USAGE", 2, "ENVIRONMENT", 3, "REFUSED", 4, "REGISTRY", 5, "BUG", 70);
    private static final Map<Integer, String> HEADINGS = Map.of(
            1, "the operation failed",
            2, "bad usage",
            3, "the host is not ready",
            4, "refused",
            5, "the registry",
            70, "a bug");
    private static final Pattern REASON = Pattern.compile("Reason\\.([A-Z_]+)");

    private final Sources sources;

    ErrorPage(Sources sources) {
        this.sources = sources;
    }

    /// @param type the class that makes it
    /// @param hints without those that say nothing; none where there is no hint
    record Entry(String type, int exit, Set<String> messages, Set<String> hints) {}

    List<Entry> entries() {
        Set<Entry> all = new LinkedHashSet<>();
        for (Sources.Site site : sources.sites()) {
            for (Map<String, Set<String>> bound : bindings(site)) {
                Template template = new Template(sources, site.type());
                Set<String> messages = something(template.forms(site.message(), site.method(), bound));
                Set<String> hints = something(template.forms(site.hint(), site.method(), bound));
                for (String kind : kinds(site.kind(), bound)) {
                    all.add(new Entry(site.type(), EXITS.getOrDefault(kind, 1), messages, hints));
                }
            }
        }
        return List.copyOf(all);
    }

    private static Set<String> something(Set<String> forms) {
        return forms.stream()
                .filter(f -> !f.equals(Template.NOTHING) && !f.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// A place that is given its message is as many errors as it has callers; one that is given a reason, as many as
    /// there are.
    private List<Map<String, Set<String>>> bindings(Sources.Site site) {
        MethodTree method = site.method();
        if (site.kind() instanceof IdentifierTree kind && kind.getName().contentEquals("reason")) {
            return reasons(site.type()).stream()
                    .map(reason -> Map.of("reason", Set.of(reason), "text", daemonsWords(site.type(), reason)))
                    .toList();
        }
        List<Map<String, Set<String>>> all = new ArrayList<>();
        if (method != null && (isGiven(site.message(), method) || isGiven(site.hint(), method))) {
            Template template = new Template(sources, site.type());
            for (MethodInvocationTree call :
                    sources.calls(site.type(), method.getName().toString())) {
                if (call.getArguments().size() == method.getParameters().size()) {
                    all.add(template.bind(method, call, sources.caller(call), new HashMap<>(), 0));
                }
            }
        }
        return all.isEmpty() ? List.of(Map.of()) : all;
    }

    private static boolean isGiven(ExpressionTree value, MethodTree method) {
        return value instanceof IdentifierTree name
                && method.getParameters().stream().anyMatch(p -> p.getName().equals(name.getName()));
    }

    /// Those that a class speaks of.
    private Set<String> reasons(String type) {
        Set<String> all = new TreeSet<>();
        Matcher matcher = REASON.matcher(sources.text(type));
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    /// What a text of the daemon has in it that means `reason`.
    private Set<String> daemonsWords(String type, String reason) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = Pattern.compile("new Row\\(\"([^\"]*)\", Reason\\." + reason + "\\)")
                .matcher(sources.text(type));
        while (matcher.find()) {
            words.add("… " + matcher.group(1) + " …");
        }
        return words.isEmpty() ? Set.of("…") : words;
    }

    /// The names of faults, or of exit codes.
    private Set<String> kinds(ExpressionTree kind, Map<String, Set<String>> bound) {
        if (kind == null) {
            return Set.of("USAGE");
        }
        if (kind instanceof ConditionalExpressionTree either) {
            Set<String> both = new LinkedHashSet<>(kinds(either.getTrueExpression(), bound));
            both.addAll(kinds(either.getFalseExpression(), bound));
            return both;
        }
        String name = bound.getOrDefault(kind.toString(), Set.of(lastPart(kind)))
                .iterator()
                .next();
        Tree reason = sources.constant("IncusException", name);
        return Set.of(
                reason instanceof NewClassTree made
                        ? lastPart(made.getArguments().getFirst())
                        : name);
    }

    private static String lastPart(Tree tree) {
        String text = tree.toString();
        return text.substring(text.lastIndexOf('.') + 1);
    }

    /// @param said which commands say what a class makes
    /// @param passedOn classes that only pass on what others made
    String text(Map<String, String> said, Set<String> passedOn) {
        Map<Integer, Map<String, List<Entry>>> all = new TreeMap<>();
        for (Entry entry : entries()) {
            if (!isPassedOn(entry) || !passedOn.contains(entry.type())) {
                all.computeIfAbsent(entry.exit(), _ -> new TreeMap<>())
                        .computeIfAbsent(said.getOrDefault(entry.type(), "?" + entry.type()), _ -> new ArrayList<>())
                        .add(entry);
            }
        }
        StringBuilder text = new StringBuilder("""
                # What repoman says when something is wrong

                Every error says what happened and, below it, what to do. This page lists all of them, by exit code and by the
                commands that say them; words in capitals stand for what is known only when it happens. It is made from the
                program's source by `ErrorPageTest`: do not edit it.
                """);
        all.forEach((exit, groups) -> {
            text.append("\n## Exit ")
                    .append(exit)
                    .append(": ")
                    .append(HEADINGS.get(exit))
                    .append('\n');
            groups.forEach((commands, entries) -> {
                text.append("\n### ").append(commands).append("\n\n");
                entries.forEach(entry -> text.append(item(entry)));
            });
        });
        return text.toString();
    }

    /// Neither the message nor the hint has a word of its own.
    private static boolean isPassedOn(Entry entry) {
        return entry.messages().stream().noneMatch(m -> m.matches("(?s).*[a-z]{2}.*"));
    }

    private static String item(Entry entry) {
        StringBuilder item = new StringBuilder();
        entry.messages().forEach(m -> item.append("- `").append(m.strip()).append("`\n"));
        for (String hint : entry.hints()) {
            List<String> lines = hint.lines().toList();
            item.append("  - ")
                    .append(lines.size() == 1 ? hint : lines.getFirst())
                    .append('\n');
            if (lines.size() > 1) {
                item.append("\n    ```\n");
                lines.stream()
                        .skip(1)
                        .forEach(l -> item.append("    ").append(l).append('\n'));
                item.append("    ```\n");
            }
        }
        return item.toString();
    }
}
