package dev.repoman.cli.view;

import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.ListProjects.Row;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which projects `list` shows, and in which order.
public final class ListFilter {
    private static final List<String> STATES =
            List.of("running", "stopped", "frozen", "error", "offline", "missing", "orphan", "foreign", "unknown");
    /// What needs attention first.
    private static final List<String> WORST_FIRST =
            List.of("error", "offline", "foreign", "missing", "orphan", "unknown", "frozen", "running", "stopped");

    private ListFilter() {}

    /// @return the keys of a filter, and the values of each
    private static Map<String, Map<String, Predicate<Row>>> keys() {
        Map<String, Map<String, Predicate<Row>>> keys = new LinkedHashMap<>();
        Map<String, Predicate<Row>> states = new LinkedHashMap<>();
        STATES.forEach(state -> states.put(state, row -> row.state().equals(state)));
        keys.put("state", states);
        keys.put("llm", yesNo(ListView::llm));
        keys.put("hermes", yesNo(ListView::hermes));
        Map<String, Predicate<Row>> backup = new LinkedHashMap<>();
        backup.put("on", Row::backup);
        backup.put("off", row -> !row.backup());
        backup.put("never", row -> row.backup() && lastSync(row).isEmpty());
        backup.put("failed", Row::lastSyncFailed);
        keys.put("backup", backup);
        keys.put("warn", yesNo(ListFilter::warns));
        return keys;
    }

    /// @param patterns of names, with `*` and `?`; none means all
    public static Predicate<Row> named(List<String> patterns) {
        List<Pattern> any = patterns.stream()
                .map(pattern -> Pattern.compile("\\Q"
                        + pattern.replace("\\E", "").replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E"))
                .toList();
        return row -> any.isEmpty()
                || any.stream()
                        .anyMatch(pattern -> pattern.matcher(row.name()).matches()
                                || pattern.matcher(row.shown()).matches());
    }

    /// How the rows are sorted; by name if they are equal.
    public enum Order {
        NAME,
        /// What needs attention first.
        STATE,
        /// Never synced first, then the oldest; without backup last.
        BACKUP,
        /// The newest first.
        CREATED;

        public Comparator<Row> comparator() {
            Comparator<Row> byName = Comparator.comparing(Row::name);
            return switch (this) {
                case NAME -> byName;
                case STATE ->
                    Comparator.<Row>comparingInt(row -> rank(row.state())).thenComparing(byName);
                case BACKUP ->
                    Comparator.<Row, Boolean>comparing(row -> !row.backup())
                            .thenComparing(ListFilter::lastSync)
                            .thenComparing(byName);
                case CREATED ->
                    Comparator.comparing(ListView::created).reversed().thenComparing(byName);
            };
        }

        private static int rank(String state) {
            int at = WORST_FIRST.indexOf(state);
            return at < 0 ? WORST_FIRST.size() : at;
        }
    }

    /// @param text `running`, `warn`, `llm=yes`
    /// @throws RepomanException USAGE for an unknown filter, with the known ones
    public static Predicate<Row> parse(String text) {
        String low = text.toLowerCase(Locale.ROOT);
        int at = low.indexOf('=');
        if (at < 0) {
            Predicate<Row> state = states().get(low);
            if (state == null && !low.equals("warn")) {
                throw wrong(
                        text,
                        "use a state (" + String.join(", ", STATES) + "), warn, or KEY=VALUE with one of "
                                + String.join(", ", keys().keySet()));
            }
            return state == null ? ListFilter::warns : state;
        }
        Map<String, Predicate<Row>> values = keys().get(low.substring(0, at));
        if (values == null) {
            throw wrong(text, "the key must be one of " + String.join(", ", keys().keySet()));
        }
        Predicate<Row> chosen = values.get(low.substring(at + 1));
        if (chosen == null) {
            throw wrong(text, low.substring(0, at) + " must be one of " + String.join(", ", values.keySet()));
        }
        return chosen;
    }

    private static Map<String, Predicate<Row>> states() {
        return keys().getOrDefault("state", Map.of());
    }

    private static RepomanException wrong(String text, String hint) {
        return new RepomanException(Fault.USAGE, "no such filter: " + text, hint);
    }

    private static Map<String, Predicate<Row>> yesNo(Predicate<Row> yes) {
        Map<String, Predicate<Row>> values = new LinkedHashMap<>();
        values.put("yes", yes);
        values.put("no", yes.negate());
        return values;
    }

    private static boolean warns(Row row) {
        return !row.drift().isEmpty() || row.lastSyncFailed();
    }

    private static String lastSync(Row row) {
        return row.entry() == null ? "" : row.entry().lastSync();
    }
}
