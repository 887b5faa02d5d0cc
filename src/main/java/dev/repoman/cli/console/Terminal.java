package dev.repoman.cli.console;

import dev.repoman.host.HostEnvironment;
import dev.repoman.host.TerminalSize;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kind of the three standard streams, and whether to use colour on them.
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

    /// `/proc` shows this for each stream, on the JVM and in a native executable.
    public boolean isTerminal(Stream stream) {
        String target = target(stream);
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    }

    /// @return whether another program reads it
    public static boolean isPipe(Stream stream) {
        return target(stream).startsWith("pipe:");
    }

    private static String target(Stream stream) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream.fd)).toString();
        } catch (IOException _) {
            return "";
        }
    }

    /// @return whether a line there can be rewritten
    public boolean isLive(Stream stream) {
        return isTerminal(stream) && !env.get("TERM").equals("dumb");
    }

    /// @return how wide text for that stream may be: the width of its terminal, or else COLUMNS, or 80, so
    ///     that a file has the same lines everywhere
    public int columns(Stream stream) {
        return isTerminal(stream) ? size.columns() : size.columnsOfAFile();
    }

    /// @return the columns of a line that can be rewritten on that stream; 0 if none can, or if `-v` prints
    ///     in between
    public int liveColumns(Stream stream) {
        return isLive(stream) && !session.verbose() ? size.columns() : 0;
    }

    /// `--color`, then NO_COLOR, then whether it is a terminal with colour.
    public Style style(Stream stream) {
        boolean on = switch (session.color()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> env.get("NO_COLOR").isEmpty() && !env.get("TERM").equals("dumb") && isTerminal(stream);
        };
        return on ? Style.COLOR : Style.PLAIN;
    }
}
