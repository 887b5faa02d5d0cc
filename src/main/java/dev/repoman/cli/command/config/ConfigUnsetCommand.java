package dev.repoman.cli.command.config;

import dev.repoman.cli.command.DryRunOption;
import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman config unset`.
@Command(
        name = "unset",
        description = "Remove a key from the registry: its built-in value, or an override's, applies again.",
        footer = {
            "%nExamples:",
            "  repoman config unset defaults.default_image",
            "  repoman config unset project.demo.profiles --dry-run"
        })
public class ConfigUnsetCommand extends ConfigPrinting {
    @Parameters(paramLabel = "KEY", description = "For example defaults.llm.enabled.")
    String key;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Override
    void print(PrintWriter out, Style style) {
        print(out, style, configuration.unset(key, dryRun.on), dryRun.on);
    }
}
