package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.cli.Terminal.Stream;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/// Questions, asked only where somebody can answer.
@ApplicationScoped
public class Prompt {
    private final Terminal terminal;

    public Prompt(Terminal terminal) {
        this.terminal = terminal;
    }

    /// @param flag what answers the question in a script
    /// @param before prints what the question is about
    /// @return whether the answer was yes; an empty answer and the end of input are no
    boolean confirm(String question, String flag, Consumer<PrintWriter> before) {
        if (!terminal.isTerminal(Stream.IN)) {
            throw new RepomanException(
                    Fault.USAGE,
                    "\"" + question + "\" cannot be asked: standard input is no terminal",
                    "answer by " + flag);
        }
        PrintWriter err = Streams.err();
        before.accept(err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        while (true) {
            err.print(question + " [y/N] ");
            err.flush();
            String answer = read(in);
            switch (answer.strip().toLowerCase(Locale.ROOT)) {
                case "y", "yes" -> {
                    return true;
                }
                case "", "n", "no" -> {
                    return false;
                }
                default -> err.println("please answer y or n");
            }
        }
    }

    private static String read(BufferedReader in) {
        try {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException _) {
            return "";
        }
    }
}
