package dev.repoman.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.cli.console.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman completion`.
@Command(
        name = "completion",
        description = "Print the completion script for a shell.",
        footer = {
            "%nCompletes commands, options, projects, images, profiles and keys, up to date each time you press"
                    + " TAB.",
            "%nExamples:",
            "  source <(repoman completion bash)       in ~/.bashrc",
            "  source <(repoman completion zsh)        in ~/.zshrc, after compinit",
            "  repoman completion fish > ~/.config/fish/completions/repoman.fish"
        })
public class CompletionCommand implements Runnable {
    /// The shells, each with a script that is read when the executable is built.
    public enum Shell {
        BASH("completion.bash"),
        ZSH("completion.zsh"),
        FISH("completion.fish");

        private final String script;

        Shell(String resource) {
            try (InputStream in =
                    Objects.requireNonNull(CompletionCommand.class.getResourceAsStream(resource), resource)) {
                script = new String(in.readAllBytes(), UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Parameters(paramLabel = "SHELL", description = "The shell: bash, zsh or fish.")
    Shell shell;

    @Override
    public void run() {
        PrintWriter out = Streams.out();
        out.print(shell.script);
        out.flush();
    }
}
