package dev.repoman.cli.console;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.TerminalSize;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the three standard streams are, and whether colour is wanted on them.
@ApplicationScoped
public class Terminal {
    /// The standard streams by their file descriptors.
    public enum Stream {
        IN(0),
        OUT(1),
        ERR(2);

        private final int fd;

        Stream(int fd) {
            this.fd = fd;
        }
    }

    private final HostEnvironment env;
    private final Session session;
    private final TerminalSize size;

    public Terminal(HostEnvironment env, Session session, TerminalSize size) {
        this.env = env;
        this.session = session;
        this.size = size;
    }

    /// `/proc` tells it for each stream on its own, on the JVM and in a native executable alike.
    public boolean isTerminal(Stream stream) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream.fd))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }

    /// @return whether a line there can be written over
    public boolean isLive(Stream stream) {
        return isTerminal(stream) && !env.get("TERM").equals("dumb");
    }

    /// @return how wide text for that stream may be: as its terminal; else COLUMNS, or 80, so that a file has
    ///     the same lines wherever it was made
    public int columns(Stream stream) {
        return isTerminal(stream) ? size.columns() : size.columnsOfAFile();
    }

    /// @return the columns of a line that may be written over on that stream; 0 where none may, or `-v`
    ///     prints between
    public int liveColumns(Stream stream) {
        return isLive(stream) && !session.verbose() ? size.columns() : 0;
    }

    /// `--color`, then NO_COLOR, then whether it is a terminal that knows colour.
    public Style style(Stream stream) {
        boolean on = switch (session.color()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> env.get("NO_COLOR").isEmpty() && !env.get("TERM").equals("dumb") && isTerminal(stream);
        };
        return on ? Style.COLOR : Style.PLAIN;
    }
}
