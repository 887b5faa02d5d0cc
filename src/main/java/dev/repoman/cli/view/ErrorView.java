package dev.repoman.cli.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An error, for people and as data.
@ApplicationScoped
public class ErrorView {
    private final Terminal terminal;

    public ErrorView(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @return the exit code
    public int say(PrintWriter err, ExitCode exit, String what, @Nullable String hint, boolean json) {
        if (json) {
            err.println(Json.text(json(exit, what, hint)));
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

    public static ObjectNode json(ExitCode exit, String what, @Nullable String hint) {
        ObjectNode document = Json.document();
        document.putObject("error")
                .put("exit", exit.code)
                .put("kind", exit.name().toLowerCase(Locale.ROOT))
                .put("message", what)
                .put("hint", hint);
        return document;
    }
}
