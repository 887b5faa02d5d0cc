package dev.repoman.cli;

import dev.repoman.cli.console.Printable;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.host.TraceFile;
import dev.repoman.project.HostUser;
import dev.repoman.project.Trace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Prints calls: on stderr with `-v`, to a file with `--trace-file`. Callers pass no secrets; one in an
/// address of the user is removed here.
@ApplicationScoped
public class Tracing {
    /// `https://user:token@host`, and the key of an operation's websocket.
    private static final Pattern SECRET = Pattern.compile("(?<=://)[^/@\\s]+(?=@)|(?<=[?&]secret=)[^&\\s]+");

    private final Session session;
    private final Terminal terminal;
    private final Instance<HostUser> user;
    private @Nullable TraceFile file;

    public Tracing(Session session, Terminal terminal, Instance<HostUser> user) {
        this.session = session;
        this.terminal = terminal;
        this.user = user;
    }

    /// Opens the file that `--trace-file` names, before anything is done.
    ///
    /// @param command for the first line: `repoman new`; its arguments may hold secrets
    /// @throws dev.repoman.project.RepomanException FAILED where it cannot be written
    void open(String command) {
        String name = session.traceFile();
        if (name != null) {
            file = TraceFile.open(Path.of(user.get().expand(name)).toAbsolutePath());
            file.write(command);
        }
    }

    void close(int exit) {
        if (file == null) {
            return;
        }
        file.write("exit " + exit);
        if (file.trouble() != null && !session.quiet()) {
            Streams.err()
                    .println(terminal.style(Stream.ERR)
                            .labelled("warning", "the trace file is incomplete: " + file.trouble()));
        }
    }

    Trace trace() {
        TraceFile kept = file;
        if (!session.verbose() && kept == null) {
            return Trace.NONE;
        }
        Style style = terminal.style(Stream.ERR);
        return (what, detail, took) -> {
            String safe = withoutSecrets(detail);
            if (session.verbose()) {
                print(style, what, safe, took);
            }
            if (kept != null) {
                kept.call(what, safe, took);
            }
        };
    }

    static String withoutSecrets(String detail) {
        return SECRET.matcher(detail).replaceAll("…");
    }

    private static void print(Style style, String what, String detail, Duration took) {
        Streams.err()
                .println(style.faint(String.format(
                        Locale.ROOT, "%-6s %7.1f ms  %s", what, took.toNanos() / 1e6, Printable.text(detail))));
    }
}
