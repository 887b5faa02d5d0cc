package dev.repoman.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.cli.Terminal.Stream;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The one place where an error becomes an exit code and what the user sees: a user's error a line and a
/// hint, a bug its stack trace.
@ApplicationScoped
public class ErrorHandler implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private final Session session;
    private final Terminal terminal;

    public ErrorHandler(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (e instanceof RepomanException known) {
            return say(err, ExitCode.of(known.fault()), known.what(), known.hint(), session.json());
        }
        if (e instanceof InvalidPathException path) {
            return say(
                    err,
                    ExitCode.USAGE,
                    "\"" + path.getInput() + "\" cannot be the name of a file here: " + path.getReason(),
                    "in a UTF-8 locale it may be: LC_ALL=C.UTF-8",
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
            return say(command.getErr(), ExitCode.of(known.fault()), known.what(), known.hint(), json);
        }
        UsageErrors.Said said = UsageErrors.of(e, args);
        return say(command.getErr(), ExitCode.USAGE, said.what(), said.whatToDo(), json);
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
            ObjectNode document = error(ExitCode.BUG, what, "please report it, with this and repoman --version");
            Json.put(
                    (ObjectNode) document.path("error"),
                    "trace",
                    trace.toString().lines().toList());
            err.println(Json.text(document));
        } else {
            say(err, ExitCode.BUG, what, "please report it, with what follows and repoman --version", false);
            err.print(trace);
        }
        err.flush();
        return ExitCode.BUG.code;
    }

    private static ObjectNode error(ExitCode exit, String what, @Nullable String hint) {
        ObjectNode document = Json.document();
        document.putObject("error")
                .put("exit", exit.code)
                .put("kind", exit.name().toLowerCase(Locale.ROOT))
                .put("message", what)
                .put("hint", hint);
        return document;
    }

    /// @return the exit code
    int say(PrintWriter err, ExitCode exit, String what, @Nullable String hint, boolean json) {
        if (json) {
            err.println(Json.text(error(exit, what, hint)));
        } else {
            Style style = terminal.style(Stream.ERR);
            err.println(style.bad("repoman:") + " " + Printable.text(what));
            if (hint != null) {
                err.println(style.warn("hint:") + " " + Printable.lines(hint));
            }
        }
        err.flush();
        return exit.code;
    }
}
