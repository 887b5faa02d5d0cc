package dev.repoman.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `repoman image`.
@Command(
        name = "image",
        description = "Manage images that contain an agent.",
        subcommands = {ImageBuildCommand.class, ImageListCommand.class},
        footer = {"%nExamples:", "  repoman image build hermes", "  repoman image list"})
public class ImageCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
