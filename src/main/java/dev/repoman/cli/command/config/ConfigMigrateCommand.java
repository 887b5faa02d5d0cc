package dev.repoman.cli.command.config;

import dev.repoman.cli.command.DryRunOption;
import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.MigrationDocument;
import dev.repoman.cli.view.Diff;
import dev.repoman.registry.RegistryStore.Pending;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman config migrate`. Every command migrates; this one does nothing else, and has a dry run.
@Command(
        name = "migrate",
        description = "Migrate the registry to the current schema, as every command that reads it does.",
        footer = {"%nExamples:", "  repoman config migrate --dry-run     shows the difference"})
public class ConfigMigrateCommand extends ConfigPrinting {
    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Override
    void print(PrintWriter out, Style style) {
        Optional<Pending> pending = configuration.migrate(dryRun.on);
        List<String> diff = pending.map(p -> Diff.lines(configuration.path().toString(), p.before(), p.after()))
                .orElse(List.of());
        if (session.json()) {
            out.println(documents.text(new MigrationDocument(
                    pending.isPresent(), pending.map(Pending::from).orElse(null), dryRun.on, String.join("\n", diff))));
        } else if (dryRun.on && pending.isPresent()) {
            diff.forEach(line -> out.println(Diff.paint(line, style)));
        } else if (!session.quiet()) {
            out.println(
                    pending.isPresent()
                            ? "migrated from schema " + pending.get().from()
                            : "nothing to migrate");
        }
    }
}
