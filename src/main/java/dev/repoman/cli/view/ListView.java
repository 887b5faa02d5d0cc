package dev.repoman.cli.view;

import dev.repoman.cli.console.Fit;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.cli.json.ListDocument;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.registry.Project;
import dev.repoman.usecase.ListProjects;
import dev.repoman.usecase.ListProjects.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The rows of `list`, as text and as JSON.
public final class ListView {
    /// What is shortened to fit, in this order and down to these widths: the image is the least important,
    /// the name the most. One long name must not leave nothing of the others.
    private static final List<Fit.Step> STEPS = List.of(
            new Fit.Step(3, 16),
            new Fit.Step(2, 12),
            new Fit.Step(0, 24),
            new Fit.Step(3, 6),
            new Fit.Step(2, 4),
            new Fit.Step(0, 8));

    private ListView() {}

    /// @param forks what forks have that their parents have not, by name
    /// @param wide everything, however long
    /// @param columns of the terminal; 0 for no limit
    public static List<String> lines(
            ListProjects.Rows all,
            List<Row> rows,
            Map<String, ForkState> forks,
            boolean wide,
            int columns,
            Instant now,
            Style style) {
        if (all.rows().isEmpty()) {
            return List.of("no projects yet; create one with: repoman new NAME");
        }
        boolean cluster = rows.stream().anyMatch(row -> !row.location().isEmpty());
        boolean warn = rows.stream().anyMatch(row -> !row.drift().isEmpty());
        List<List<Table.Cell>> cells = new ArrayList<>();
        boolean fork = rows.stream().anyMatch(ListView::isFork);
        boolean host = rows.stream().anyMatch(row -> row.host() != null);
        cells.add(head(wide, fork, host, cluster, warn, style));
        rows.forEach(row -> cells.add(cells(row, wide, fork ? fork(row, forks, now) : "", host, cluster, now, style)));
        Table table = new Table();
        (columns > 0 && !wide ? Fit.to(columns, cells, STEPS) : cells).forEach(table::add);
        return table.lines();
    }

    private static List<Table.Cell> head(
            boolean wide, boolean fork, boolean host, boolean cluster, boolean warn, Style style) {
        List<String> head = new ArrayList<>(List.of("NAME", "STATE", "REPO", "IMAGE", "LLM", "HERMES", "BACKUP"));
        if (fork) {
            head.add("FORK");
        }
        if (host) {
            head.add("HOST");
        }
        if (wide) {
            head.addAll(List.of("LEVEL", "CREATED", "IPV4"));
            if (cluster) {
                head.add("LOCATION");
            }
        }
        if (warn) {
            head.add("WARN");
        }
        return head.stream().map(h -> new Table.Cell(h, style::strong)).toList();
    }

    private static List<Table.Cell> cells(
            Row row, boolean wide, String fork, boolean host, boolean cluster, Instant now, Style style) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(Table.Cell.of(row.shown()));
        cells.add(new Table.Cell(row.state(), paint(row.state(), style)));
        List.of(repo(row), image(row), yesNo(llm(row)), yesNo(hermes(row)))
                .forEach(text -> cells.add(Table.Cell.of(text)));
        cells.add(new Table.Cell(backup(row, now), row.lastSyncFailed() ? style::bad : UnaryOperator.identity()));
        if (!fork.isEmpty()) {
            cells.add(Table.Cell.of(fork));
        }
        if (host) {
            cells.add(Table.Cell.of(row.host() == null ? "-" : row.host()));
        }
        if (wide) {
            cells.add(Table.Cell.of(
                    row.containment() == null ? "-" : row.containment().toString()));
            String created = created(row);
            cells.add(Table.Cell.of(created.isEmpty() ? "-" : Amount.age(created, now)));
            List<String> ipv4 = ipv4(row);
            cells.add(Table.Cell.of(ipv4.isEmpty() ? "-" : String.join(" ", ipv4)));
            if (cluster) {
                cells.add(Table.Cell.of(row.location().isEmpty() ? "-" : row.location()));
            }
        }
        if (!row.drift().isEmpty()) {
            cells.add(new Table.Cell(drift(row, wide), style::warn));
        }
        return cells;
    }

    private static boolean isFork(Row row) {
        return row.entry() != null && row.entry().parent() != null;
    }

    /// @return `2 ahead, 3h`: what its parent has not, and its age
    private static String fork(Row row, Map<String, ForkState> forks, Instant now) {
        if (!isFork(row)) {
            return "-";
        }
        ForkState state = forks.get(row.name());
        String what = state == null
                ? "?"
                : !state.there()
                        ? "no history"
                        : !state.commits().isEmpty()
                                ? state.commits().size() + " ahead"
                                : !state.unlanded().isEmpty()
                                        ? "uncommitted"
                                        : state.fresh(created(row)) ? "fresh" : "landed";
        return what + ", " + Amount.age(created(row), now);
    }

    /// @return `profiles`, `2 differences`; with `wide` each of them
    private static String drift(Row row, boolean wide) {
        List<String> words =
                row.drift().stream().map(d -> d.kind().word()).distinct().toList();
        if (wide) {
            return String.join(", ", words);
        }
        return row.drift().size() == 1 ? words.getFirst() : row.drift().size() + " differences";
    }

    public static ListDocument document(
            ListProjects.Rows all, List<Row> rows, Map<String, ForkState> forks, boolean wide) {
        return new ListDocument(
                rows.stream()
                        .map(row -> document(row, forks.get(row.name()), wide))
                        .toList(),
                all.trouble() == null ? null : all.trouble().what());
    }

    private static ListDocument.Row document(Row row, @Nullable ForkState state, boolean wide) {
        return new ListDocument.Row(
                row.name(),
                row.state(),
                repo(row),
                image(row),
                llm(row),
                hermes(row),
                row.backup(),
                row.entry() == null ? "" : row.entry().lastSync(),
                row.lastSync() != null && row.lastSync().bad(),
                row.entry() != null,
                wide ? ipv4(row) : null,
                row.containment() == null ? null : row.containment().toString(),
                created(row),
                row.entry() == null || row.entry().parent() == null
                        ? null
                        : row.entry().parent().value(),
                state == null || !state.there() ? null : state.commits().size(),
                state == null ? null : state.unlanded().isEmpty() && !state.fresh(created(row)),
                state == null ? null : state.fresh(created(row)),
                row.host(),
                row.location().isEmpty() ? null : row.location(),
                row.trouble(),
                StatusJson.drift(row.drift()));
    }

    static UnaryOperator<String> paint(String state, Style style) {
        return switch (state) {
            case "running" -> style::good;
            case "missing", "orphan", "foreign", "error", "offline" -> style::bad;
            case "unknown" -> style::warn;
            default -> style::faint;
        };
    }

    private static String repo(Row row) {
        Project entry = row.entry();
        return entry != null ? entry.repo() : ownership(row).repo();
    }

    private static String image(Row row) {
        Project entry = row.entry();
        return entry != null ? entry.image() : ownership(row).image();
    }

    static String created(Row row) {
        Project entry = row.entry();
        return entry != null ? entry.created() : ownership(row).created();
    }

    private static Ownership ownership(Row row) {
        Instance instance = Objects.requireNonNull(row.instance());
        return Objects.requireNonNull(instance.ownership());
    }

    static boolean llm(Row row) {
        List<String> profiles = row.instance() != null && row.trouble() == null
                ? row.instance().profiles()
                : row.entry() != null ? row.entry().profiles() : List.of();
        return profiles.contains(NewSettings.LLM_PROFILE);
    }

    static boolean hermes(Row row) {
        return row.entry() != null && row.entry().hermes();
    }

    /// The age of the last good sync; an exclamation mark if the last attempt was not good.
    private static String backup(Row row, Instant now) {
        Project entry = row.entry();
        if (entry == null) {
            return "-";
        }
        if (!row.backup()) {
            return "off";
        }
        String age = entry.lastSync().isEmpty() ? "never" : Amount.age(entry.lastSync(), now);
        return row.lastSyncFailed() ? age + " !" : age;
    }

    private static List<String> ipv4(Row row) {
        return row.instance() == null
                ? List.of()
                : row.instance().addresses().stream()
                        .filter(a -> a.family().equals("inet"))
                        .map(Instance.Address::value)
                        .toList();
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }
}
