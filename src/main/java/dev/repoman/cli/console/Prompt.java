package dev.repoman.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Questions, asked only if somebody can answer.
@ApplicationScoped
public class Prompt {
    private final Terminal terminal;
    private final Session session;
    private @Nullable BufferedReader in;

    public Prompt(Terminal terminal, Session session) {
        this.terminal = terminal;
        this.session = session;
    }

    /// @param flag the flag that answers the question in a script
    /// @param before prints what the question is about
    /// @return whether the answer was yes; an empty answer and the end of input mean no
    public boolean confirm(String question, String flag, Consumer<PrintWriter> before) {
        checkTerminal(question, flag);
        before.accept(Streams.err());
        return ask(question, false);
    }

    /// @param otherwise the meaning of an empty answer; the end of input always means no
    public boolean confirm(String question, String flag, boolean otherwise) {
        checkTerminal(question, flag);
        return ask(question, otherwise);
    }

    /// @param otherwise the meaning of an empty answer
    /// @return what was typed; at the end of input, `otherwise`
    public String text(String question, String flag, String otherwise) {
        checkTerminal(question, flag);
        PrintWriter err = Streams.err();
        err.print(question + " [" + otherwise + "] ");
        err.flush();
        String answer = read();
        if (answer == null) {
            err.println();
        }
        return answer == null || answer.isBlank() ? otherwise : answer.strip();
    }

    /// @param word that has to be typed, letter for letter
    /// @return whether it was
    public boolean typed(String question, String word) {
        PrintWriter err = Streams.err();
        err.print(question);
        err.flush();
        String answer = read();
        if (answer == null) {
            err.println();
        }
        return answer != null && answer.strip().equals(word);
    }

    /// Whether somebody is there to answer.
    public boolean canAsk() {
        return !session.json() && terminal.isTerminal(Stream.IN);
    }

    private void checkTerminal(String question, String flag) {
        if (!canAsk()) {
            throw new RepomanException(
                    Fault.USAGE,
                    "\"" + question.strip() + "\" cannot be asked: "
                            + (session.json() ? "--json asks nothing" : "standard input is not a terminal"),
                    "answer with " + flag);
        }
    }

    private boolean ask(String question, boolean otherwise) {
        PrintWriter err = Streams.err();
        while (true) {
            err.print(question + (otherwise ? " [Y/n] " : " [y/N] "));
            err.flush();
            String answer = read();
            if (answer == null) {
                err.println();
                return false;
            }
            switch (answer.strip().toLowerCase(Locale.ROOT)) {
                case "" -> {
                    return otherwise;
                }
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> err.println(indent(question) + "please answer y or n");
            }
        }
    }

    private static String indent(String question) {
        return question.substring(0, question.length() - question.stripLeading().length());
    }

    /// One reader for all questions: it buffers what was typed ahead.
    private @Nullable String read() {
        if (in == null) {
            in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        }
        try {
            return in.readLine();
        } catch (IOException _) {
            return null;
        }
    }
}
