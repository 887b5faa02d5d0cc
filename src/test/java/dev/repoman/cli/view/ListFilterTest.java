package dev.repoman.cli.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.repoman.backup.SyncState;
import dev.repoman.plan.drift.Drift;
import dev.repoman.project.Containment;
import dev.repoman.project.Fault;
import dev.repoman.project.Instance;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.Project;
import dev.repoman.usecase.ListProjects.Row;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each order and each filter.
class ListFilterTest {
    private static final List<Row> ROWS = List.of(
            row("delta", "running", "2026-01-04", "2026-02-01", true, false),
            row("alpha", "running", "2026-01-01", "2026-02-02", true, true),
            row("charlie", "stopped", "2026-01-03", "", false, false),
            row("bravo", "missing", "2026-01-02", "", true, true),
            new Row(
                    "echo",
                    "orphan",
                    null,
                    null,
                    null,
                    new Instance(
                            "echo",
                            "Running",
                            "",
                            List.of("llm-share"),
                            Map.of("user.repoman.repo", "/r", "user.repoman.created", "2026-01-05T00:00:00Z"),
                            Map.of(),
                            new TreeMap<>(),
                            new TreeMap<>(),
                            List.of(),
                            List.of()),
                    false,
                    null,
                    null,
                    drift(true)));

    private static Row row(String name, String state, String created, String synced, boolean backup, boolean drifts) {
        Project entry = new Project(
                new ProjectName(name),
                name,
                "tiny",
                List.of(name.equals("alpha") ? "llm-share" : "default"),
                created + "T00:00:00Z",
                synced,
                backup,
                name.equals("charlie"),
                Containment.OPEN);
        return new Row(name, state, null, null, entry, null, backup, Containment.OPEN, attempt(name), drift(drifts));
    }

    private static SyncState.Attempt attempt(String name) {
        return name.equals("delta")
                ? new SyncState.Attempt("2026-02-03T00:00:00Z", SyncState.Outcome.FAILED, 1, "no", List.of(), 1)
                : null;
    }

    private static List<Drift> drift(boolean is) {
        return is ? List.of(new Drift(Drift.Kind.ORPHAN, "w", null, null, "m", null)) : List.of();
    }

    private static String names(java.util.stream.Stream<Row> rows) {
        return rows.map(Row::name).collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "NAME,    alpha bravo charlie delta echo",
        "STATE,   bravo echo alpha delta charlie",
        "BACKUP,  bravo delta alpha charlie echo",
        "CREATED, echo delta charlie bravo alpha"
    })
    void sorted(ListFilter.Order order, String names) {
        assertThat(names(ROWS.stream().sorted(order.comparator()))).isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "running,       delta alpha",
        "STATE=Stopped, charlie",
        "orphan,        echo",
        "llm=yes,       alpha echo",
        "hermes=yes,    charlie",
        "backup=off,    charlie echo",
        "backup=never,  bravo",
        "backup=failed, delta",
        "warn,          delta alpha bravo echo",
        "warn=no,       charlie",
        "frozen,        ''"
    })
    void filtered(String filter, String names) {
        assertThat(names(ROWS.stream().filter(ListFilter.parse(filter)))).isEqualTo(names);
    }

    @Test
    void whatThereIsNotNamesWhatThereIs() {
        assertThat(hint("llm=maybe")).isEqualTo("llm must be one of yes, no");
        assertThat(hint("backup=")).isEqualTo("backup must be one of on, off, never, failed");
        assertThat(hint("colour=red")).isEqualTo("the key must be one of state, llm, hermes, backup, warn");
        assertThat(hint("runing"))
                .startsWith("use a state (running, stopped, frozen, error, offline, missing, orphan, ");
    }

    private static String hint(String filter) {
        RepomanException e = catchThrowableOfType(RepomanException.class, () -> ListFilter.parse(filter));
        assertThat(e.fault()).isEqualTo(Fault.USAGE);
        assertThat(e.what()).isEqualTo("no such filter: " + filter);
        return e.hint();
    }
}
