package dev.repoman.cli.command.config;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.SettingChangeDocument;
import dev.repoman.cli.view.Diff;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.SettingView;
import dev.repoman.registry.Origin;
import dev.repoman.registry.Setting;
import dev.repoman.usecase.ShowConfig;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/// Shared by the commands of `config` that print something.
abstract class ConfigPrinting implements Callable<Integer> {
    @Inject
    ShowConfig configuration;

    @Inject
    Json documents;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    abstract void print(PrintWriter out, Style style);

    @Override
    public final Integer call() {
        PrintWriter out = Streams.out();
        print(out, terminal.style(Stream.OUT));
        out.flush();
        return ExitCode.OK.code;
    }

    /// What `set` and `unset` did, or would do.
    void print(PrintWriter out, Style style, ShowConfig.Change change, boolean dryRun) {
        List<String> diff = Diff.lines(
                configuration.path().toString(),
                change.text().before(),
                change.text().after());
        if (session.json()) {
            Setting after = change.after();
            out.println(documents.text(new SettingChangeDocument(
                    after.name(),
                    SettingView.plain(after.value()),
                    after.origin().toString(),
                    SettingView.plain(change.before().value()),
                    !change.isNone(),
                    dryRun,
                    String.join("\n", diff))));
        } else if (change.isNone()) {
            say(
                    out,
                    change.after().name() + " is "
                            + SettingView.shown(change.after().value()) + " already");
        } else if (dryRun) {
            diff.forEach(line -> out.println(Diff.paint(line, style)));
        } else {
            String old = SettingView.shown(change.before().value());
            String origin = change.before().origin() == Origin.REGISTRY
                    ? ""
                    : " (" + change.before().origin() + ")";
            say(
                    out,
                    change.after().name() + ": " + old + origin + " → "
                            + SettingView.shown(change.after().value()));
        }
    }

    private void say(PrintWriter out, String line) {
        if (!session.quiet()) {
            out.println(line);
        }
    }
}
