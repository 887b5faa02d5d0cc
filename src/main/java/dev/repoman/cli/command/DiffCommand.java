package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Waiting;
import dev.repoman.cli.json.DiffDocument;
import dev.repoman.cli.view.Json;
import dev.repoman.plan.fork.ForkState;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.fork.LandFork;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman diff`.
@Command(
        name = "diff",
        description = "Show what a fork has that its parent has not: commits, and files that are not committed.",
        footer = {
            "%nExamples:",
            "  repoman diff web.fix-login",
            "  repoman diff fix-login        in the repository of web"
        })
public class DiffCommand implements Callable<Integer> {
    private static final int SHORT_ID = 10;

    @Mixin
    WhichProject which;

    @Mixin
    JsonOption json;

    @Inject
    LandFork forks;

    @Inject
    FindProject find;

    @Inject
    Json documents;

    @Inject
    Waiting waiting;

    @Inject
    Session session;

    @Override
    public Integer call() {
        LandFork.Pair pair = forks.pair(find.named(which.given));
        ForkState state = waiting.during("comparing", () -> forks.state(pair));
        String parent = pair.parent().name().value();
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(new DiffDocument(
                    pair.fork().name().value(),
                    parent,
                    state.commits().stream()
                            .map(commit -> new DiffDocument.Commit(commit.id(), commit.subject()))
                            .toList(),
                    state.uncommitted(),
                    state.unlanded().isEmpty())));
        } else {
            int commits = state.commits().size();
            out.println(
                    !state.there()
                            ? pair.fork().shown() + " has no commits: its history is gone"
                            : commits == 0
                                    ? parent + " has all commits of "
                                            + pair.fork().shown()
                                    : pair.fork().shown() + " is " + commits + (commits == 1 ? " commit" : " commits")
                                            + " ahead of " + parent + ":");
            state.commits()
                    .forEach(commit -> out.println(
                            "  " + commit.id().substring(0, SHORT_ID) + " " + Printable.text(commit.subject())));
            if (!state.uncommitted().isEmpty()) {
                out.println("not committed" + (state.filesLanded() ? ", but landed" : "") + ": "
                        + Printable.text(state.uncommitted()));
            }
        }
        out.flush();
        return ExitCode.OK.code;
    }
}
