package dev.repoman.cli.command;

import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.usecase.OpenShell;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;

/// What `shell` and `exec` share: the standard streams, and the end of what runs inside.
@ApplicationScoped
public class EnterRunner {
    private final OpenShell shells;
    private final Terminal terminal;

    public EnterRunner(OpenShell shells, Terminal terminal) {
        this.shells = shells;
        this.terminal = terminal;
    }

    /// @param input whether to pass our standard input on
    /// @return the exit code of what ran inside
    int run(OpenShell.Request request, boolean input) {
        Interruption.first(shells.end());
        if (input && terminal.isTerminal(Stream.IN) && terminal.isTerminal(Stream.OUT)) {
            return shells.interactive(request);
        }
        return shells.piped(
                request,
                input ? new FileInputStream(FileDescriptor.in) : InputStream.nullInputStream(),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }
}
