package dev.repoman.cli.command.config;

import dev.repoman.cli.command.DryRunOption;
import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Prompt;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.view.Diff;
import dev.repoman.project.Fault;
import dev.repoman.project.RepomanException;
import dev.repoman.registry.RegistryStore;
import dev.repoman.usecase.ChangeConfig;
import dev.repoman.usecase.ChangeConfig.Copy;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `repoman config edit`.
@Command(
        name = "edit",
        description = "Open the registry in $VISUAL, $EDITOR or vi, and check it before it is saved.",
        footer = {
            "%nYou edit a copy. It replaces the registry once it is valid, and only if no command has changed"
                    + " the registry in the meantime.",
            "%nExamples:",
            "  repoman config edit",
            "  EDITOR='code --wait' repoman config edit"
        })
public class ConfigEditCommand implements Callable<Integer> {
    @Mixin
    DryRunOption dryRun;

    @Inject
    ChangeConfig editing;

    @Inject
    RegistryStore store;

    @Inject
    Prompt prompt;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        Copy copy = editing.begin();
        if (copy.original().trouble() != null) {
            PrintWriter err = Streams.err();
            err.println(terminal.style(Stream.ERR)
                    .labelled("warning", copy.original().trouble()));
        }
        while (edit(copy)) {
            RepomanException trouble = editing.trouble(copy);
            if (trouble == null) {
                return finish(copy);
            }
            askToEditAgain(copy, trouble);
        }
        editing.discard(copy);
        return say("nothing was changed");
    }

    private boolean edit(Copy copy) {
        try {
            return editing.edit(copy);
        } catch (RepomanException e) {
            throw ChangeConfig.keeping(copy, e);
        }
    }

    private void askToEditAgain(Copy copy, RepomanException trouble) {
        if (!terminal.isTerminal(Stream.IN)) {
            throw ChangeConfig.keeping(copy, Fault.USAGE, trouble);
        }
        boolean again = prompt.confirm("edit it again?", "a terminal", err -> {
            Style style = terminal.style(Stream.ERR);
            err.println(style.bad("repoman:") + " " + Printable.text(trouble.what()));
            err.println(style.labelled("hint", String.valueOf(trouble.hint())));
        });
        if (!again) {
            throw ChangeConfig.keeping(copy, RepomanException.withoutHint(Fault.REFUSED, "nothing was changed"));
        }
    }

    private int finish(Copy copy) {
        if (dryRun.on) {
            RegistryStore.Preview preview = editing.preview(copy);
            PrintWriter out = Streams.out();
            Style style = terminal.style(Stream.OUT);
            Diff.lines(store.path().toString(), preview.before(), preview.after())
                    .forEach(line -> out.println(Diff.paint(line, style)));
            out.flush();
            editing.discard(copy);
            return ExitCode.OK.code;
        }
        editing.finish(copy);
        return say("changed " + store.path());
    }

    private int say(String line) {
        if (!session.quiet()) {
            PrintWriter out = Streams.out();
            out.println(line);
            out.flush();
        }
        return ExitCode.OK.code;
    }
}
