package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.apply.Overview;
import dev.repoman.apply.Overview.Row;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.NewSettings;
import dev.repoman.project.Instance;
import dev.repoman.project.Ownership;
import dev.repoman.registry.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The rows of `list`, for people and as data.
final class ListView {
    private ListView() {}

    static List<String> lines(Overview.Rows rows, boolean wide, Instant now, Style style) {
        if (rows.rows().isEmpty()) {
            return List.of("no projects yet; make one with: repoman new NAME");
        }
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of("NAME", "STATE", "REPO", "IMAGE", "LLM", "HERMES", "BACKUP"));
        if (wide) {
            head.add("IPV4");
        }
        table.add(head.stream().map(h -> new Table.Cell(h, style::strong)).toList());
        for (Row row : rows.rows()) {
            String state = state(row, rows);
            List<Table.Cell> cells = new ArrayList<>();
            cells.add(Table.Cell.of(row.name()));
            cells.add(new Table.Cell(state, paint(state, style)));
            List.of(repo(row), image(row), yesNo(llm(row)), yesNo(hermes(row)))
                    .forEach(text -> cells.add(Table.Cell.of(text)));
            cells.add(new Table.Cell(backup(row, now), lastSyncFailed(row) ? style::bad : UnaryOperator.identity()));
            if (wide) {
                cells.add(Table.Cell.of(String.join(" ", ipv4(row))));
            }
            table.add(cells);
        }
        return table.lines();
    }

    static ObjectNode json(Overview.Rows rows) {
        ObjectNode document = Json.document();
        ArrayNode projects = document.putArray("projects");
        for (Row row : rows.rows()) {
            ObjectNode node = projects.addObject()
                    .put("name", row.name())
                    .put("state", state(row, rows))
                    .put("repo", repo(row))
                    .put("image", image(row))
                    .put("llm", llm(row))
                    .put("hermes", hermes(row))
                    .put("backup", row.backup())
                    .put("lastSync", row.entry() == null ? "" : row.entry().lastSync())
                    .put(
                            "lastSyncFailed",
                            row.lastSync() != null && row.lastSync().bad())
                    .put("inRegistry", row.entry() != null);
            Json.put(node, "ipv4", ipv4(row));
        }
        if (rows.trouble() != null) {
            document.put("warning", rows.trouble().what());
        }
        return document;
    }

    /// `running`, `stopped` … as Incus says; `missing` for an entry without a container, `foreign` for one
    /// behind which stands somebody else's, `orphan` for a container
    /// without
    /// an entry, `unknown` where Incus could not be asked.
    private static String state(Row row, Overview.Rows rows) {
        IncusException trouble = rows.trouble();
        if (trouble != null && trouble.reason() != IncusException.Reason.PROJECT_NOT_FOUND) {
            return "unknown";
        }
        if (row.instance() == null) {
            return "missing";
        }
        if (row.foreign()) {
            return "foreign";
        }
        return row.entry() == null ? "orphan" : row.instance().status().toLowerCase(Locale.ROOT);
    }

    static UnaryOperator<String> paint(String state, Style style) {
        return switch (state) {
            case "running" -> style::good;
            case "missing", "orphan", "foreign", "error" -> style::bad;
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

    private static Ownership ownership(Row row) {
        Instance instance = Objects.requireNonNull(row.instance());
        return Objects.requireNonNull(instance.ownership());
    }

    private static boolean llm(Row row) {
        List<String> profiles = row.instance() != null
                ? row.instance().profiles()
                : row.entry() != null ? row.entry().profiles() : List.of();
        return profiles.contains(NewSettings.LLM_PROFILE);
    }

    private static boolean hermes(Row row) {
        return row.entry() != null && row.entry().hermes();
    }

    /// The age of the last good sync; an exclamation mark where the last attempt was none.
    private static String backup(Row row, Instant now) {
        Project entry = row.entry();
        if (entry == null) {
            return "-";
        }
        if (!row.backup()) {
            return "off";
        }
        String age = entry.lastSync().isEmpty() ? "never" : Amount.age(entry.lastSync(), now);
        return lastSyncFailed(row) ? age + " !" : age;
    }

    private static boolean lastSyncFailed(Row row) {
        return row.backup() && row.lastSync() != null && row.lastSync().bad();
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
