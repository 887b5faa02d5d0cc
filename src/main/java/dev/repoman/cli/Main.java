package dev.repoman.cli;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import picocli.CommandLine;

/// The entrypoint.
@QuarkusMain
public class Main implements QuarkusApplication {
    @Inject
    CommandLine.IFactory factory;

    @Inject
    ErrorHandler errors;

    @Inject
    Session session;

    public static void main(String... args) {
        Interruption.install();
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        try {
            return Commands.commandLine(factory, args)
                    .setExecutionExceptionHandler(errors)
                    .setParameterExceptionHandler(errors)
                    .setExecutionStrategy(this::execute)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(args);
        } finally {
            Interruption.finished();
        }
    }

    private int execute(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        session.json(last.hasMatchedOption(JsonOption.NAME));
        return new CommandLine.RunLast().execute(parsed);
    }
}
