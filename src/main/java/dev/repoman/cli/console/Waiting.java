package dev.repoman.cli.console;

import dev.repoman.cli.console.Terminal.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/// Shows what a command is waiting for, if that takes longer than a moment or never answers.
@ApplicationScoped
public class Waiting {
    private final Session session;
    private final Terminal terminal;

    public Waiting(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /// @param what for example `asking Incus`
    /// @param look must not ask the user
    public <T> T during(String what, Supplier<T> look) {
        boolean quiet = session.quiet() || session.json();
        try (LiveLine live = new LiveLine(
                Streams.drawing(),
                () -> quiet ? 0 : terminal.liveColumns(Stream.ERR),
                terminal.style(Stream.ERR),
                "")) {
            live.await(what);
            return look.get();
        }
    }
}
