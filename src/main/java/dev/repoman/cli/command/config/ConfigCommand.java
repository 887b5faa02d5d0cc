package dev.repoman.cli.command.config;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `repoman config`: the registry's file and its keys.
@Command(
        name = "config",
        description = "Read and change the registry.",
        subcommands = {
            ConfigPathCommand.class,
            ConfigGetCommand.class,
            ConfigSetCommand.class,
            ConfigUnsetCommand.class,
            ConfigEditCommand.class,
            ConfigMigrateCommand.class
        },
        footer = {
            "%nExamples:",
            "  repoman config get                        all keys and their values",
            "  repoman config get defaults.repos_root",
            "  repoman config set defaults.profiles default claude-share gpu",
            "  repoman config set project.demo.backup false"
        })
public class ConfigCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
