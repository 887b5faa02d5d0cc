package dev.repoman.cli.command.config;

import dev.repoman.cli.command.DryRunOption;
import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman config set`.
@Command(
        name = "set",
        description = "Set a key of the registry; the rest of the file stays as it is.",
        footer = {
            "%nExamples:",
            "  repoman config set defaults.default_image images:debian/13/cloud",
            "  repoman config set defaults.profiles default claude-share",
            "  repoman config set defaults.llm.hermes_env_keep '[]' --dry-run",
            "  repoman config set project.demo.backup false"
        })
public class ConfigSetCommand extends ConfigPrinting {
    @Parameters(index = "0", paramLabel = "KEY", description = "For example defaults.llm.enabled.")
    String key;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "VALUE",
            description = "The value; for a list, its items or one TOML array.")
    List<String> values;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Override
    void print(PrintWriter out, Style style) {
        print(out, style, configuration.set(key, values, dryRun.on), dryRun.on);
    }
}
