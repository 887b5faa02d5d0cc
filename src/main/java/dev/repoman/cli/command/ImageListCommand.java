package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Table;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.ImagesDocument;
import dev.repoman.cli.view.Json;
import dev.repoman.usecase.BuildImage;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman image list`.
@Command(
        name = "list",
        description = "List the images that image build created.",
        footer = {"%nExamples:", "  repoman image list", "  repoman image list --json"})
public class ImageListCommand implements Callable<Integer> {
    @Mixin
    JsonOption json;

    @Inject
    Json documents;

    @Inject
    BuildImage images;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        BuildImage.Rows rows = images.images();
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(document(rows)));
        } else if (session.quiet()) {
            rows.rows().forEach(row -> out.println(Printable.text(row.alias())));
        } else {
            Style style = terminal.style(Stream.OUT);
            lines(rows, style).forEach(out::println);
            rows.leftOver()
                    .forEach(name -> out.println(style.labelled(
                            "note",
                            "the builder " + name
                                    + " exists: a build is running, or was interrupted (the next build removes it)")));
        }
        out.flush();
        return ExitCode.OK.code;
    }

    private static List<String> lines(BuildImage.Rows rows, Style style) {
        if (rows.rows().isEmpty()) {
            return List.of("no images yet; build one with: repoman image build hermes");
        }
        Table table = new Table();
        table.add(List.of("ALIAS", "AGENT", "VERSION", "FROM", "BUILT", "SIZE", "USED BY").stream()
                .map(h -> new Table.Cell(h, style::strong))
                .toList());
        for (BuildImage.Row row : rows.rows()) {
            Map<String, String> properties = row.image().properties();
            table.add(List.of(
                            row.alias(),
                            properties.getOrDefault("repoman.agent", ""),
                            properties.getOrDefault("hermes.version", ""),
                            properties.getOrDefault("repoman.from", ""),
                            properties.getOrDefault("repoman.built", ""),
                            String.format(Locale.ROOT, "%.1f MB", row.image().size() / 1e6),
                            row.users().isEmpty() ? "-" : String.join(" ", row.users()))
                    .stream()
                    .map(Table.Cell::of)
                    .toList());
        }
        return table.lines();
    }

    private static ImagesDocument document(BuildImage.Rows rows) {
        return new ImagesDocument(
                rows.rows().stream().map(ImageListCommand::document).toList(), rows.leftOver());
    }

    private static ImagesDocument.Image document(BuildImage.Row row) {
        Map<String, String> properties = row.image().properties();
        return new ImagesDocument.Image(
                row.alias(),
                row.image().fingerprint(),
                properties.getOrDefault("repoman.agent", ""),
                properties.getOrDefault("hermes.version", ""),
                properties.getOrDefault("repoman.from", ""),
                properties.getOrDefault("repoman.built", ""),
                row.image().size(),
                row.users());
    }
}
