package dev.repoman.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.console.Style;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.cli.json.SshConfigDocument;
import dev.repoman.cli.view.Diff;
import dev.repoman.cli.view.Json;
import dev.repoman.plan.life.SshConfig;
import dev.repoman.project.HostUser;
import dev.repoman.usecase.ConfigureSsh;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `repoman ssh-config`.
@Command(
        name = "ssh-config",
        description = "Give each project a host alias repoman-NAME for ssh, scp, rsync and editors.",
        footer = {
            "%nWithout --install it prints the configuration. Each connection starts its own ssh server in the"
                    + " container, by way of Incus: no port is opened. The image needs openssh-server.",
            "%nExamples:",
            "  repoman ssh-config --install",
            "  ssh repoman-demo",
            "  rsync -av repoman-demo:results/ results/"
        })
public class SshConfigCommand implements Callable<Integer> {
    @Option(
            names = "--install",
            order = 1,
            description = "Write it to a file of its own, and include that in ~/.ssh/config.")
    boolean install;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    ConfigureSsh ssh;

    @Inject
    HostUser user;

    @Inject
    Json documents;

    @Inject
    Session session;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        SshConfig config = ssh.config();
        List<ConfigureSsh.Edit> edits = install ? ssh.edits(config) : List.of();
        if (!dryRun.on) {
            ssh.install(edits);
        }
        PrintWriter out = Streams.out();
        if (session.json()) {
            out.println(documents.text(document(config, edits)));
        } else if (!install) {
            out.print(config.text());
        } else if (dryRun.on) {
            Style style = terminal.style(Stream.OUT);
            edits.stream().flatMap(edit -> diff(edit).stream()).forEach(line -> out.println(Diff.paint(line, style)));
        } else if (!session.quiet()) {
            edits.forEach(
                    edit -> out.println("changed " + user.contract(edit.file().toString())));
            out.println(edits.isEmpty() ? "nothing to do" : "connect with: ssh repoman-NAME");
        }
        out.flush();
        return ExitCode.OK.code;
    }

    private SshConfigDocument document(SshConfig config, List<ConfigureSsh.Edit> edits) {
        return new SshConfigDocument(
                config.projects().stream().map(SshConfig::alias).toList(),
                config.text(),
                edits.stream()
                        .map(edit ->
                                new SshConfigDocument.EditedFile(edit.file().toString(), String.join("\n", diff(edit))))
                        .toList(),
                dryRun.on);
    }

    private static List<String> diff(ConfigureSsh.Edit edit) {
        return Diff.lines(
                edit.file().toString(),
                new String(edit.before().toArray(), UTF_8),
                new String(edit.after().toArray(), UTF_8));
    }
}
