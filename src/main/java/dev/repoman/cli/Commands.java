package dev.repoman.cli;

import dev.repoman.host.Guardian;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The commands by name. Each one that picocli is told of costs start-up time (`facts.md` §6), so where the
/// arguments name one, only that one is registered; help, completion and typing errors get them all.
final class Commands {
    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("setup", SetupCommand.class);
        ALL.put("new", NewCommand.class);
        ALL.put("list", ListCommand.class);
        ALL.put("status", StatusCommand.class);
        ALL.put("repair", RepairCommand.class);
        ALL.put("adopt", AdoptCommand.class);
        ALL.put("shell", ShellCommand.class);
        ALL.put("sync", SyncCommand.class);
        ALL.put("restore", RestoreCommand.class);
        ALL.put("remove", RemoveCommand.class);
        ALL.put("config", ConfigCommand.class);
        ALL.put("image", ImageCommand.class);
        ALL.put("hermes", HermesCommand.class);
        ALL.put("completion", CompletionCommand.class);
        ALL.put("__complete", CompleteCommand.class);
        ALL.put("warm-up", WarmUpCommand.class);
        ALL.put(Guardian.BUILDER, GuardBuilderCommand.class);
        ALL.put(Guardian.FROZEN, GuardFrozenCommand.class);
    }

    private Commands() {}

    /// Options of `repoman` itself whose value is a word of its own, which is no command.
    private static final Set<String> TAKE_A_WORD = Set.of("--registry", "--color", "--trace-file");

    /// @param help the text of `--help`
    static CommandLine commandLine(CommandLine.IFactory factory, Function<CommandSpec, String> help, String... args) {
        CommandLine root = new CommandLine(Root.class, factory);
        String named = named(args);
        for (Map.Entry<String, Class<?>> command : ALL.entrySet()) {
            if (!ALL.containsKey(named) || named.equals(command.getKey())) {
                root.addSubcommand(command.getKey(), new CommandLine(command.getValue(), factory));
            }
        }
        printHelp(root, help);
        root.setAllowSubcommandsAsOptionParameters(true); // a registry may be in a file named list
        return root;
    }

    /// @return the first word that is no option, or nothing
    static String named(String... args) {
        for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
            if (TAKE_A_WORD.contains(args[i])) {
                i++;
            } else if (!args[i].startsWith("-")) {
                return args[i];
            }
        }
        return "";
    }

    static boolean isKnown(String command) {
        return ALL.containsKey(command);
    }

    /// @return the names of the commands below that one which a user is told of
    static List<String> names(CommandSpec command) {
        return command.subcommands().entrySet().stream()
                .filter(c -> !c.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void printHelp(CommandLine command, Function<CommandSpec, String> help) {
        command.getSubcommands().values().forEach(sub -> printHelp(sub, help));
        CommandSpec spec = command.getCommandSpec();
        spec.usageMessage().sectionKeys(List.of("page"));
        spec.usageMessage().sectionMap().put("page", _ -> help.apply(spec));
    }
}
