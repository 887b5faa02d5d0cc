package dev.repoman.cli.console;

import dev.repoman.cli.console.Terminal.Stream;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/// Looking at things that may take their time to answer, or never do: what is waited for is shown meanwhile,
/// once it takes longer than a moment.
@ApplicationScoped
public class Waiting {
    private final Session session;
    private final Terminal terminal;

    public Waiting(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
    }

    /// @param what for example `asking Incus`
    /// @param look asks the user nothing
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
