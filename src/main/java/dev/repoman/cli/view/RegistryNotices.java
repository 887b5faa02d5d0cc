package dev.repoman.cli.view;

import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.NoteDocument;
import dev.repoman.registry.Notices;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the user should know about the registry, on stderr, each message once however often it is read. With
/// `--json` each is a JSON document on one line, so that stderr is a sequence of documents.
@ApplicationScoped
public class RegistryNotices implements Notices {
    private final Json json;
    private final Session session;
    private final Terminal terminal;
    private final Set<String> said = new HashSet<>();

    public RegistryNotices(Session session, Terminal terminal, Json json) {
        this.json = json;
        this.session = session;
        this.terminal = terminal;
    }

    @Override
    public void note(String line) {
        if (!said.add(line)) {
            return;
        }
        PrintWriter err = Streams.err();
        if (session.json()) {
            err.println(json.line(new NoteDocument(line)));
        } else {
            err.println(terminal.style(Stream.ERR).labelled("note", line));
        }
        err.flush();
    }

    @Override
    public void unknownKeys(Path file, List<String> keys) {
        if (session.verbose()) {
            keys.forEach(key -> note(file + ":" + key + ": unknown to repoman, kept as it is"));
        }
    }
}
