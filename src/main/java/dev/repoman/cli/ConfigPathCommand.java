package dev.repoman.cli;

import dev.repoman.apply.Configuration;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman config path`.
@Command(
        name = "path",
        description = "Print where the registry is.",
        footer = {"%nExamples:", "  cat \"$(repoman config path)\""})
public class ConfigPathCommand implements Callable<Integer> {
    @Mixin
    JsonOption json;

    @Inject
    Configuration configuration;

    @Inject
    Session session;

    @Override
    public Integer call() {
        PrintWriter out = Streams.out();
        String path = configuration.path().toString();
        out.println(
                session.json()
                        ? Json.text(Json.document().put("path", path).put("exists", Files.exists(configuration.path())))
                        : path);
        out.flush();
        return ExitCode.OK.code;
    }
}
