package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.ListFilter;
import dev.repoman.cli.view.ListView;
import dev.repoman.host.TerminalSize;
import dev.repoman.incus.IncusException;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.usecase.ListProjects;
import dev.repoman.usecase.ListProjects.Row;
import dev.repoman.usecase.fork.LookAtForks;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman list`.
@Command(
        name = "list",
        description = "List the projects and the state of their containers.",
        footer = {
            "%nExamples:",
            "  repoman list --wide",
            "  repoman list 'web*'",
            "  repoman list --filter running --filter llm=yes",
            "  repoman list --filter warn --sort state     what needs attention",
            "  repoman list -q | xargs -n 1 repoman status"
        })
public class ListCommand implements Callable<Integer> {
    /// For a container or an entry alone, this prints the command that helps.
    private static final Set<String> ALONE = Set.of("missing", "orphan", "foreign");
    private static final int MOST_HINTS = 3;

    @Parameters(arity = "0..*", paramLabel = "PATTERN", description = "Only names like this, with * and ?.")
    List<String> patterns = new ArrayList<>();

    @Option(
            names = "--wide",
            order = 1,
            description = "Show everything in full, with ages, IPv4 addresses and members of a cluster.")
    boolean wide;

    @Option(
            names = "--sort",
            order = 2,
            paramLabel = "ORDER",
            description = "name, state, backup or created (default: the order of the registry).")
    ListFilter.@Nullable Order sort;

    @Option(
            names = "--filter",
            order = 3,
            paramLabel = "FILTER",
            description = "A state, warn, or state=, llm=, hermes=, backup=, warn= with a value; can be repeated.")
    List<String> filters = new ArrayList<>();

    @Mixin
    JsonOption json;

    @Inject
    Json documents;

    @Inject
    ListProjects overview;

    @Inject
    LookAtForks forks;

    @Inject
    Waiting waiting;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Inject
    TerminalSize size;

    @Override
    public Integer call() {
        Predicate<Row> filter =
                filters.stream().map(ListFilter::parse).reduce(ListFilter.named(patterns), Predicate::and);
        LookAtForks.Looking looking = session.quiet() && !session.json() ? Map::of : forks.start();
        ListProjects.Rows all = waiting.during("asking Incus", () -> overview.rows(wide));
        Map<String, ForkState> states = waiting.during("looking at forks", looking::states);
        List<Row> rows = new ArrayList<>(all.rows().stream().filter(filter).toList());
        if (sort != null) {
            rows.sort(sort.comparator());
        }
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(ListView.document(all, rows, states, wide)));
        } else if (session.quiet()) {
            rows.forEach(row -> out.println(row.name()));
        } else {
            int columns = terminal.isTerminal(Stream.OUT) ? size.columns() : 0;
            ListView.lines(all, rows, states, wide, columns, Instant.now(), terminal.style(Stream.OUT))
                    .forEach(out::println);
        }
        out.flush();
        if (!session.json()) {
            tell(all.trouble(), rows);
        }
        return all.trouble() == null
                ? ExitCode.OK.code
                : ExitCode.of(all.trouble().fault()).code;
    }

    private void tell(@Nullable IncusException trouble, List<Row> rows) {
        Style style = terminal.style(Stream.ERR);
        PrintWriter err = Streams.err();
        if (trouble != null) {
            err.println(style.labelled("warning", trouble.what()));
            if (trouble.hint() != null) {
                err.println(style.labelled("hint", trouble.hint()));
            }
        } else if (!session.quiet()) {
            rows.stream()
                    .filter(row -> row.trouble() != null)
                    .map(row -> row.unreached() != null ? row.unreached() : row.name() + ": " + row.trouble())
                    .distinct()
                    .limit(MOST_HINTS)
                    .forEach(text -> err.println(style.labelled("warning", text)));
            List<Row> alone =
                    rows.stream().filter(row -> ALONE.contains(row.state())).toList();
            alone.stream()
                    .limit(MOST_HINTS)
                    .forEach(row -> err.println(style.labelled(
                            "hint", row.name() + ": " + row.drift().getFirst())));
            if (alone.size() > MOST_HINTS) {
                err.println(style.labelled(
                        "hint",
                        "and " + (alone.size() - MOST_HINTS) + " more: repoman status NAME, repoman adopt --all"));
            }
        }
    }
}
