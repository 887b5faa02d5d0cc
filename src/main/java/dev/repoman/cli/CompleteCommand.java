package dev.repoman.cli;

import dev.repoman.cli.command.CompletionCommand;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Width;
import dev.repoman.cli.help.Completer;
import dev.repoman.cli.help.ShellWords;
import dev.repoman.usecase.Candidates;
import dev.repoman.usecase.Candidates.Candidate;
import io.quarkus.runtime.ImageMode;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman __complete SHELL -- WORD…`, hidden: called by the scripts of [CompletionCommand]. The last word
/// is the one to complete, up to the cursor. The first line of the answer is `:words`, then each candidate
/// follows as `VALUE`, a tab and what it is; or it is `:files` or `:folders`, which the shell completes
/// itself. Errors are silent: what is not available in time is left out.
@Command(name = "__complete", hidden = true, description = "Complete a command line, for a shell.")
public class CompleteCommand implements Runnable {
    /// The description of a candidate is one line.
    private static final int LONGEST = 72;

    @Parameters(index = "0", description = "The shell that asks.")
    CompletionCommand.Shell shell;

    @Parameters(index = "1..*", description = "The words after the program's name.")
    List<String> words = new ArrayList<>();

    @Option(names = "--replaces", description = "The end of the last word that bash puts a candidate in place of.")
    String replaces = "";

    @Inject
    CommandLine.IFactory factory;

    @Inject
    Candidates candidates;

    @Inject
    Session session;

    @Override
    public void run() {
        boolean bash = shell == CompletionCommand.Shell.BASH;
        List<String> plain = bash ? words.stream().map(ShellWords::unquote).toList() : words;
        if (plain.isEmpty()) {
            return;
        }
        CommandLine root = Commands.commandLine(factory, _ -> "", plain.toArray(String[]::new));
        Completer.Place place = Completer.at(root.getCommandSpec(), plain);
        session.registry(place.registry());
        PrintWriter out = Streams.out();
        if (place.wanted() == Completer.Wanted.FILE) {
            out.println(":files");
        } else if (place.wanted() == Completer.Wanted.FOLDER) {
            out.println(":folders");
        } else {
            out.println(":words");
            // bash already has the part before it
            int known =
                    bash ? place.word().length() - ShellWords.unquote(replaces).length() : 0;
            inTime(() -> place.candidates(candidates)).stream()
                    .filter(c -> c.value().startsWith(place.word()) && isPrintable(c.value()))
                    .forEach(c -> out.println(c.value().substring(Math.max(0, known)) + "\t" + said(c.description())));
        }
        out.flush();
    }

    /// The user is waiting. Runs on its own thread, which the program does not wait for at exit: a hung share
    /// or daemon blocks nothing.
    private static List<Candidate> inTime(Supplier<List<Candidate>> find) {
        CompletableFuture<List<Candidate>> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("candidates").start(() -> {
            try {
                found.complete(find.get());
            } catch (RuntimeException e) {
                found.completeExceptionally(e);
            }
        });
        // on a busy machine, a JVM needs more time to load classes than a native executable needs in total
        long longest = ImageMode.current() == ImageMode.NATIVE_RUN ? 1500 : 3000;
        try {
            return found.get(longest, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean isPrintable(String value) {
        return value.codePoints().noneMatch(Character::isISOControl);
    }

    private static String said(String description) {
        return Width.fit(description.replaceAll("\\p{Cntrl}", " "), LONGEST);
    }
}
