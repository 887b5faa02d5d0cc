package dev.repoman.cli.command.config;

import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.SettingDocument;
import dev.repoman.cli.json.SettingsDocument;
import dev.repoman.cli.view.SettingView;
import dev.repoman.registry.Setting;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `repoman config get`.
@Command(
        name = "get",
        description = "Print the effective value of a key, or of all keys.",
        footer = {
            "%nEach item of a list is printed on its own line.",
            "%nExamples:",
            "  repoman config get",
            "  repoman config get defaults.default_image",
            "  repoman config get project.demo.backup"
        })
public class ConfigGetCommand extends ConfigPrinting {
    @Parameters(arity = "0..1", paramLabel = "KEY", description = "For example defaults.llm.enabled.")
    @Nullable
    String key;

    @Mixin
    JsonOption json;

    @Override
    void print(PrintWriter out, Style style) {
        if (key != null) {
            Setting setting = configuration.get(key);
            if (session.json()) {
                out.println(documents.text(new SettingDocument(
                        setting.name(),
                        SettingView.plain(setting.value()),
                        setting.origin().toString())));
            } else {
                SettingView.bare(setting.value()).forEach(out::println);
            }
        } else {
            List<Setting> settings = configuration.all();
            if (session.json()) {
                out.println(documents.text(new SettingsDocument(settings.stream()
                        .map(s -> new SettingsDocument.Setting(
                                s.name(),
                                SettingView.plain(s.value()),
                                s.origin().toString()))
                        .toList())));
            } else {
                SettingView.lines(settings, terminal.isTerminal(Stream.OUT) ? terminal.columns(Stream.OUT) : 0, style)
                        .forEach(out::println);
            }
        }
    }
}
