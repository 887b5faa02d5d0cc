package dev.repoman.cli.command.config;

import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.json.RegistryPathDocument;
import java.io.PrintWriter;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman config path`.
@Command(
        name = "path",
        description = "Print the path of the registry.",
        footer = {"%nExamples:", "  cat \"$(repoman config path)\""})
public class ConfigPathCommand extends ConfigPrinting {
    @Mixin
    JsonOption json;

    @Override
    void print(PrintWriter out, Style style) {
        String path = configuration.path().toString();
        out.println(
                session.json()
                        ? documents.text(new RegistryPathDocument(path, Files.exists(configuration.path())))
                        : path);
    }
}
