package dev.repoman.cli;

import dev.repoman.cli.command.JsonOption;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.help.UsageErrors;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The one place where an error becomes an exit code and output: a line and a hint for a user's error, a
/// stack trace for a bug.
@ApplicationScoped
public class ErrorHandler implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private final Session session;
    private final ErrorView view;

    public ErrorHandler(Session session, ErrorView view) {
        this.session = session;
        this.view = view;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof RepomanException known) {
            return view.say(err, ExitCode.of(known.fault()), known.what(), known.hint(), session.json());
        }
        if (e instanceof InvalidPathException path) {
            return view.say(
                    err,
                    ExitCode.USAGE,
                    "\"" + path.getInput() + "\" cannot be a file name here: " + path.getReason(),
                    "try a UTF-8 locale: LC_ALL=C.UTF-8",
                    session.json());
        }
        if (e instanceof ParameterException wrong) {
            return handleParseException(wrong, new String[0]);
        }
        return bug(e, err);
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        boolean json = session.json()
                || Arrays.stream(args).takeWhile(a -> !a.equals("--")).anyMatch(JsonOption.NAME::equals);
        if (rootCause(e) instanceof RepomanException known) {
            return view.say(command.getErr(), ExitCode.of(known.fault()), known.what(), known.hint(), json);
        }
        UsageErrors.Said said = UsageErrors.of(e, args);
        return view.say(command.getErr(), ExitCode.USAGE, said.what(), said.whatToDo(), json);
    }

    private static @Nullable Throwable rootCause(ParameterException e) {
        Throwable at = e;
        while (at.getCause() != null && !(at instanceof RepomanException)) {
            at = at.getCause();
        }
        return at;
    }

    /// With `--json` the stack trace is part of the document, so that stderr stays one.
    private int bug(Exception e, PrintWriter err) {
        String what = "a bug: " + e;
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        if (session.json()) {
            view.bug(
                    err,
                    what,
                    "please report it with this output and repoman --version",
                    trace.toString().lines().toList());
        } else {
            view.say(err, ExitCode.BUG, what, "please report it with what follows and repoman --version", false);
            err.print(trace);
        }
        err.flush();
        return ExitCode.BUG.code;
    }
}
