package dev.repoman.cli.view;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.ErrorDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An error, as text and as JSON.
@ApplicationScoped
public class ErrorView {
    private final Terminal terminal;
    private final Json json;

    public ErrorView(Terminal terminal, Json json) {
        this.terminal = terminal;
        this.json = json;
    }

    /// @return the exit code
    public int say(PrintWriter err, ExitCode exit, String what, @Nullable String hint, boolean asJson) {
        if (asJson) {
            err.println(json.text(new ErrorDocument(failure(exit, what, hint, null))));
        } else {
            Style style = terminal.style(Stream.ERR);
            err.println(style.bad("repoman:") + " " + Printable.text(what));
            if (hint != null) {
                err.println(style.warn("hint:") + " "
                        + hint.lines().map(Printable::text).collect(Collectors.joining("\n")));
            }
        }
        err.flush();
        return exit.code;
    }

    /// A bug: its stack trace is part of the document, so that standard error stays one.
    public void bug(PrintWriter err, String what, String hint, List<String> trace) {
        err.println(json.text(new ErrorDocument(failure(ExitCode.BUG, what, hint, trace))));
    }

    static ErrorDocument.Failure failure(
            ExitCode exit, String what, @Nullable String hint, @Nullable List<String> trace) {
        return new ErrorDocument.Failure(exit.code, exit.name().toLowerCase(Locale.ROOT), what, hint, trace);
    }
}
