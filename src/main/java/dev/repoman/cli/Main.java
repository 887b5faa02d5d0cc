package dev.repoman.cli;

import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.help.CommandWord;
import dev.repoman.cli.help.HelpView;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.host.OwnProgram;
import dev.repoman.project.RepomanException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;

/// The entrypoint.
@QuarkusMain
public class Main implements QuarkusApplication {
    private static final String OUTPUT_LOST = "standard output could not be written";
    private static final String OUTPUT_HINT = "the disk may be full";

    @Inject
    CommandLine.IFactory factory;

    @Inject
    ErrorHandler errors;

    @Inject
    ErrorView errorView;

    @Inject
    HelpView help;

    @Inject
    Session session;

    @Inject
    Tracing tracing;

    public static void main(String... given) {
        String[] args =
                OwnProgram.startedByGit() ? GitRemoteCommand.words(given) : CommandWord.plain(Commands.NAMES, given);
        if (Version.answered(System.out, args)) {
            if (System.out.checkError()) {
                if (Terminal.isPipe(Stream.OUT)) {
                    Runtime.getRuntime().halt(ExitCode.READER_GONE);
                }
                System.err.println("repoman: " + OUTPUT_LOST + "\nhint: " + OUTPUT_HINT);
                Runtime.getRuntime().halt(ExitCode.FAILED.code);
            }
            return;
        }
        Interruption.install();
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        try {
            Optional<String> garbled = Arrays.stream(args)
                    .filter(arg -> arg.indexOf('\uFFFD') >= 0)
                    .findFirst();
            if (garbled.isPresent()) { // such a name cannot be passed on: another file would be meant
                return errorView.say(
                        Streams.err(),
                        ExitCode.USAGE,
                        "the argument \"" + garbled.get() + "\" is not UTF-8",
                        "rename the file or folder: convmv converts names to UTF-8",
                        Arrays.asList(args).contains(JsonOption.NAME));
            }
            int code = Commands.commandLine(factory, help::text, args)
                    .setExecutionExceptionHandler((e, command, parsed) -> {
                        Interruption.settle();
                        return errors.handleExecutionException(e, command, parsed);
                    })
                    .setParameterExceptionHandler(errors)
                    .setExecutionStrategy(this::execute)
                    .execute(args);
            code = code == ExitCode.OK.code && System.out.checkError() ? outputLost() : code;
            tracing.close(code);
            return code;
        } catch (IllegalStateException e) { // also: there are no beans any more
            Interruption.settle();
            throw e;
        } finally {
            Interruption.finished();
        }
    }

    /// On a full disk the run has failed. A reader that exited has seen enough.
    private int outputLost() {
        if (Terminal.isPipe(Stream.OUT)) {
            return ExitCode.READER_GONE;
        }
        return errorView.say(Streams.err(), ExitCode.FAILED, OUTPUT_LOST, OUTPUT_HINT, session.json());
    }

    private int execute(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        session.json(last.hasMatchedOption(JsonOption.NAME));
        try {
            tracing.open(last.commandSpec().qualifiedName());
        } catch (RepomanException e) {
            throw new CommandLine.ExecutionException(last.commandSpec().commandLine(), e.what(), e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }
}
