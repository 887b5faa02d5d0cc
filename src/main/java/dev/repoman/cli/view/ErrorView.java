package dev.repoman.cli.view;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.console.Width;
import dev.repoman.cli.console.Wrap;
import dev.repoman.cli.json.ErrorDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error, as text and as JSON.
@ApplicationScoped
public class ErrorView {
    /// Prose, and the command that it ends with.
    private static final Pattern COMMAND =
            Pattern.compile("(|.*: )((?:repoman|incus|sudo|git|chmod|chown|mkdir|mv|rm|ls|mount|newgrp) .*)");

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
            int columns = terminal.isTerminal(Stream.ERR) ? terminal.columns(Stream.ERR) : 0;
            err.println(style.bad("repoman:") + wrapped("repoman:", Printable.text(what), columns));
            if (hint != null) {
                List<String> lines = hint.lines().map(Printable::text).toList();
                err.println(style.warn("hint:")
                        + (lines.size() == 1 ? advice(lines.getFirst(), columns) : " " + String.join("\n", lines)));
            }
        }
        err.flush();
        return exit.code;
    }

    /// A command is never broken: whoever pastes two lines runs the first.
    private static String advice(String hint, int columns) {
        Matcher matcher = COMMAND.matcher(hint);
        if (columns == 0 || !matcher.matches() || Width.of("hint: " + hint) <= columns) {
            return wrapped("hint:", hint, columns);
        }
        String prose = matcher.group(1);
        return prose.isEmpty() ? " " + hint : wrapped("hint:", prose.strip(), columns) + "\n" + matcher.group(2);
    }

    /// @param columns 0 for a file, which has no end of line
    private static String wrapped(String label, String text, int columns) {
        return columns == 0
                ? " " + text
                : String.join("\n", Wrap.lines(label + " " + text, columns)).substring(label.length());
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
