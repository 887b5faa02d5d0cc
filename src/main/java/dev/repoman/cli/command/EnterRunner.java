package dev.repoman.cli.command;

import dev.repoman.cli.console.Interruption;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.OpenShell;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `shell` and `exec` share: the standard streams, and the end of what runs inside.
@ApplicationScoped
public class EnterRunner {
    private static final String END_OF_OPTIONS = "--";

    private final OpenShell shells;
    private final FindProject find;
    private final Terminal terminal;

    public EnterRunner(OpenShell shells, FindProject find, Terminal terminal) {
        this.shells = shells;
        this.find = find;
        this.terminal = terminal;
    }

    /// What the positional words of a command line mean: before `--` at most a NAME, behind it the command.
    /// Without `--`, the first word is the NAME.
    ///
    /// @param line the whole command line
    /// @param first of the positional words, and the rest
    OpenShell.Request request(
            List<String> line, @Nullable String first, List<String> rest, boolean direct, boolean root) {
        List<String> positional = new ArrayList<>(rest);
        if (first != null) {
            positional.addFirst(first);
        }
        int end = line.indexOf(END_OF_OPTIONS);
        int named = end < 0 ? Math.min(1, positional.size()) : positional.size() - (line.size() - end - 1);
        if (named > 1) {
            throw new RepomanException(
                    Fault.USAGE, "there are " + named + " words before --", "write: repoman shell NAME -- COMMAND");
        }
        ProjectName name = find.named(named == 1 ? positional.getFirst() : null);
        return new OpenShell.Request(name, positional.subList(named, positional.size()), direct, root);
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
