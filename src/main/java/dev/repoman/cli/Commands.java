package dev.repoman.cli;

import dev.repoman.host.Guardian;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/// The commands by name. Each one that picocli is told of costs start-up time (`facts.md` §6), so where the arguments
/// name one, only that one is registered; help, completion and typing errors get them all.
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("setup", SetupCommand.class);
        ALL.put("new", NewCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("status", StatusCommand.class);
        ALL.put("shell", ShellCommand.class);
        ALL.put("sync", SyncCommand.class);
        ALL.put("restore", RestoreCommand.class);
        ALL.put("remove", RemoveCommand.class);
        ALL.put("config", ConfigCommand.class);
        ALL.put("image", ImageCommand.class);
        ALL.put("hermes", HermesCommand.class);
        ALL.put("warm-up", WarmUpCommand.class);
        ALL.put(Guardian.COMMAND, GuardBuilderCommand.class);
    }

    private Commands() {}

    static CommandLine commandLine(CommandLine.IFactory factory, String... args) {
        CommandLine root = new CommandLine(Root.class, factory);
        List<String> named = Arrays.stream(args)
                .takeWhile(a -> !a.equals("--"))
                .filter(ALL::containsKey)
                .limit(1)
                .toList();
        for (Map.Entry<String, Class<?>> command : ALL.entrySet()) {
            if (named.isEmpty() || named.contains(command.getKey())) {
                root.addSubcommand(command.getKey(), new CommandLine(command.getValue(), factory));
            }
        }
        return addExitCodes(root);
    }

    private static CommandLine addExitCodes(CommandLine command) {
        if (command.getParent() != null) {
            command.getSubcommands().values().forEach(Commands::addExitCodes);
        }
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode exit : ExitCode.values()) {
            codes.put(" " + exit.code, exit.meaning);
        }
        command.getSubcommands().values().forEach(Commands::addExitCodes);
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
        return command;
    }
}
