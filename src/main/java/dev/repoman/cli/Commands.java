package dev.repoman.cli;

import dev.repoman.cli.command.AdoptCommand;
import dev.repoman.cli.command.CheckpointCommand;
import dev.repoman.cli.command.CheckpointsCommand;
import dev.repoman.cli.command.CompletionCommand;
import dev.repoman.cli.command.DiffCommand;
import dev.repoman.cli.command.DoctorCommand;
import dev.repoman.cli.command.ExecCommand;
import dev.repoman.cli.command.ForkCommand;
import dev.repoman.cli.command.HermesCommand;
import dev.repoman.cli.command.ImageCommand;
import dev.repoman.cli.command.LandCommand;
import dev.repoman.cli.command.ListCommand;
import dev.repoman.cli.command.MoveCommand;
import dev.repoman.cli.command.NewCommand;
import dev.repoman.cli.command.OpenCommand;
import dev.repoman.cli.command.PortCommand;
import dev.repoman.cli.command.RemoveCommand;
import dev.repoman.cli.command.RenameCommand;
import dev.repoman.cli.command.RepairCommand;
import dev.repoman.cli.command.RestartCommand;
import dev.repoman.cli.command.RestoreCommand;
import dev.repoman.cli.command.SendCommand;
import dev.repoman.cli.command.SetupCommand;
import dev.repoman.cli.command.ShellCommand;
import dev.repoman.cli.command.SshConfigCommand;
import dev.repoman.cli.command.StartCommand;
import dev.repoman.cli.command.StatusCommand;
import dev.repoman.cli.command.StopCommand;
import dev.repoman.cli.command.SyncCommand;
import dev.repoman.cli.command.UndoCommand;
import dev.repoman.cli.command.config.ConfigCommand;
import dev.repoman.cli.help.CommandWord;
import dev.repoman.host.Guardian;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands by name. Each one that is registered with picocli costs start-up time (decision 7), so if the
/// arguments name one, only that one is registered; help, completion and typing errors get all.
public final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("setup", SetupCommand.class);
        ALL.put("new", NewCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("status", StatusCommand.class);
        ALL.put("doctor", DoctorCommand.class);
        ALL.put("repair", RepairCommand.class);
        ALL.put("adopt", AdoptCommand.class);
        ALL.put("shell", ShellCommand.class);
        ALL.put("exec", ExecCommand.class);
        ALL.put("start", StartCommand.class);
        ALL.put("stop", StopCommand.class);
        ALL.put("restart", RestartCommand.class);
        ALL.put("rename", RenameCommand.class);
        ALL.put("move", MoveCommand.class);
        ALL.put("port", PortCommand.class);
        ALL.put("open", OpenCommand.class);
        ALL.put("ssh-config", SshConfigCommand.class);
        ALL.put("checkpoint", CheckpointCommand.class);
        ALL.put("checkpoints", CheckpointsCommand.class);
        ALL.put("undo", UndoCommand.class);
        ALL.put("fork", ForkCommand.class);
        ALL.put("diff", DiffCommand.class);
        ALL.put("land", LandCommand.class);
        ALL.put("send", SendCommand.class);
        ALL.put("sync", SyncCommand.class);
        ALL.put("restore", RestoreCommand.class);
        ALL.put("remove", RemoveCommand.class);
        ALL.put("config", ConfigCommand.class);
        ALL.put("image", ImageCommand.class);
        ALL.put("hermes", HermesCommand.class);
        ALL.put("completion", CompletionCommand.class);
        ALL.put("__complete", CompleteCommand.class);
        ALL.put("ssh-proxy", SshProxyCommand.class);
        ALL.put("git-remote", GitRemoteCommand.class);
        ALL.put("warm-up", WarmUpCommand.class);
        ALL.put(Guardian.BUILDER, GuardBuilderCommand.class);
        ALL.put(Guardian.FROZEN, GuardFrozenCommand.class);
    }

    static final Set<String> NAMES = Collections.unmodifiableSet(ALL.keySet());

    private Commands() {}

    /// @param help the text of `--help`
    public static CommandLine commandLine(
            CommandLine.IFactory factory, Function<CommandSpec, String> help, String... args) {
        CommandLine root = new CommandLine(Root.class, factory);
        String named = CommandWord.of(args);
        for (Map.Entry<String, Class<?>> command : ALL.entrySet()) {
            if (!ALL.containsKey(named) || named.equals(command.getKey())) {
                root.addSubcommand(command.getKey(), new CommandLine(command.getValue(), factory));
            }
        }
        printHelp(root, help);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setAllowSubcommandsAsOptionParameters(true); // a registry may be in a file named list
        return root;
    }

    private static void printHelp(CommandLine command, Function<CommandSpec, String> help) {
        command.getSubcommands().values().forEach(sub -> printHelp(sub, help));
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().sectionKeys(List.of("page"));
        spec.usageMessage().sectionMap().put("page", _ -> help.apply(spec));
    }
}
