package dev.repoman.cli.command.config;

import dev.repoman.cli.command.DryRunOption;
import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.SettingChangeDocument;
import dev.repoman.cli.view.Diff;
import dev.repoman.cli.view.SettingView;
import dev.repoman.registry.Origin;
import dev.repoman.registry.Setting;
import dev.repoman.usecase.ShowConfig;
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
        ShowConfig.Change change = configuration.set(key, values, dryRun.on);
        List<String> diff = Diff.lines(
                configuration.path().toString(),
                change.text().before(),
                change.text().after());
        if (session.json()) {
            Setting after = change.after();
            out.println(documents.text(new SettingChangeDocument(
                    after.name(),
                    SettingView.plain(after.value()),
                    after.origin().toString(),
                    SettingView.plain(change.before().value()),
                    !change.isNone(),
                    dryRun.on,
                    String.join("\n", diff))));
        } else if (change.isNone()) {
            say(out, key + " is " + SettingView.shown(change.after().value()) + " already");
        } else if (dryRun.on) {
            diff.forEach(line -> out.println(Diff.paint(line, style)));
        } else {
            String old = SettingView.shown(change.before().value());
            String origin = change.before().origin() == Origin.REGISTRY
                    ? ""
                    : " (" + change.before().origin() + ")";
            say(
                    out,
                    key + ": " + old + origin + " → "
                            + SettingView.shown(change.after().value()));
        }
    }

    private void say(PrintWriter out, String line) {
        if (!session.quiet()) {
            out.println(line);
        }
    }
}
