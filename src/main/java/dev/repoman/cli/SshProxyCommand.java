package dev.repoman.cli;

import dev.repoman.cli.console.Interruption;
import dev.repoman.host.SshFolder;
import dev.repoman.plan.life.SshConfig;
import dev.repoman.usecase.OpenShell;
import jakarta.inject.Inject;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `repoman ssh-proxy`, hidden: the ProxyCommand of the configuration that `ssh-config` prints. ssh ends it with a
/// signal; the server inside ends with its input.
@Command(name = "ssh-proxy", hidden = true, description = "Connect ssh to a server in a container.")
public class SshProxyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "HOST", description = "The alias.")
    String host;

    @Inject
    OpenShell shells;

    @Inject
    SshFolder folder;

    @Override
    public Integer call() {
        Interruption.expected();
        return shells.ssh(
                SshConfig.project(host),
                folder.publicKey(),
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
    }
}
