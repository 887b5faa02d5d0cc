package dev.repoman.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Interruption;
import dev.repoman.project.ProjectName;
import dev.repoman.usecase.OpenShell;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman git-remote`, hidden: what git starts for `repoman::NAME`, by the name of a link (decision 21). git first
/// speaks in lines (gitremote-helpers(7)), and after `connect` in its own protocol with the other half inside.
@Command(name = "git-remote", hidden = true, description = "Connect git to the repository in a container.")
public class GitRemoteCommand implements Callable<Integer> {
    private static final String CONNECT = "connect ";

    @Parameters(index = "0", paramLabel = "REMOTE", description = "The name of the remote, or its URL.")
    String remote;

    @Parameters(index = "1", paramLabel = "NAME", description = "The project.")
    String project;

    @Inject
    OpenShell shells;

    /// @param given what git passes
    static String[] words(String... given) {
        return Stream.concat(Stream.of("git-remote", "--"), Arrays.stream(given))
                .toArray(String[]::new);
    }

    @Override
    public Integer call() throws IOException {
        Interruption.expected();
        ProjectName name = new ProjectName(project);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        while (true) {
            String line = line(System.in);
            switch (line) {
                case "capabilities" -> write(out, "connect\n\n");
                case CONNECT + "git-upload-pack", CONNECT + "git-receive-pack" -> {
                    return shells.git(
                            name,
                            line.substring((CONNECT + "git-").length()),
                            () -> write(out, "\n"),
                            System.in,
                            out,
                            new FileOutputStream(FileDescriptor.err));
                }
                default -> {
                    if (!line.startsWith(CONNECT)) {
                        return ExitCode.OK.code; // the end
                    }
                    write(out, "fallback\n"); // git reports what cannot be served
                }
            }
        }
    }

    /// Not a byte more than the line: the next one may be of the other protocol.
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
