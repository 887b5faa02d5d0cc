package dev.repoman.cli.view;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.cli.console.Table.Cell;
import dev.repoman.cli.json.CheckpointsDocument;
import dev.repoman.plan.checkpoint.Checkpoint;
import dev.repoman.project.ProjectName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of `checkpoints`, as text and as JSON.
public final class CheckpointsView {
    private CheckpointsView() {}

    public static List<String> lines(ProjectName name, List<Checkpoint> all, Instant now, Style style) {
        if (all.isEmpty()) {
            return List.of(name + " has no checkpoints; take one with: repoman checkpoint " + name);
        }
        Table table = new Table();
        table.add(Stream.of("CHECKPOINT", "AGE", "REPOSITORY", "CONTAINER")
                .map(head -> new Cell(head, style::strong))
                .toList());
        all.forEach(one -> table.add(List.of(
                Cell.of(one.name()),
                Cell.of(Amount.age(one.created().toString(), now)),
                Cell.of(half(one.repository())),
                Cell.of(half(one.container())))));
        return table.lines();
    }

    private static String half(Checkpoint.@Nullable Half half) {
        return half == null ? "-" : half.size() > 0 ? Amount.bytes(half.size()) : "yes";
    }

    public static CheckpointsDocument document(ProjectName name, List<Checkpoint> all) {
        return new CheckpointsDocument(
                name.value(),
                all.stream()
                        .map(one -> new CheckpointsDocument.Checkpoint(
                                one.name(), document(one.repository()), document(one.container())))
                        .toList());
    }

    private static CheckpointsDocument.@Nullable Half document(Checkpoint.@Nullable Half half) {
        return half == null
                ? null
                : new CheckpointsDocument.Half(half.created().toString(), half.size() > 0 ? half.size() : null);
    }
}
