package dev.repoman.cli.json;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// `ssh-config`.
///
/// @param hosts the aliases
/// @param config the configuration for ssh
/// @param changes of files, with `--install`
@RegisterForReflection
public record SshConfigDocument(int format, List<String> hosts, String config, List<EditedFile> changes, boolean dryRun)
        implements Document {
    /// @param diff of the file, unified
    public record EditedFile(String file, String diff) {}

    public SshConfigDocument(List<String> hosts, String config, List<EditedFile> changes, boolean dryRun) {
        this(FORMAT, hosts, config, changes, dryRun);
    }
}
