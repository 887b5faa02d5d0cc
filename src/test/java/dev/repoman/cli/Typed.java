package dev.repoman.cli;

import dev.repoman.TestJson;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.help.HelpPage;
import dev.repoman.cli.view.ErrorView;
import dev.repoman.cli.view.Json;
import dev.repoman.host.HostEnvironment;
import dev.repoman.host.Programs;
import dev.repoman.host.TerminalSize;
import dev.repoman.project.HostUser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Command lines that are parsed and not run: what they say of themselves and of mistakes, without starting
/// the program for each.
public final class Typed {
    private static final Session SESSION = new Session();
    static final ErrorHandler ERRORS =
            new ErrorHandler(SESSION, new ErrorView(terminal(), new Json(TestJson.mapper())));

    private static final Version NO_VERSION = new Version() {
        @Override
        public String[] getVersion() {
            return new String[0];
        }
    };

    private Typed() {}

    private static Terminal terminal() {
        HostEnvironment plain = new HostEnvironment(Map.of("NO_COLOR", "1"));
        return new Terminal(
                plain,
                SESSION,
                new TerminalSize(plain, new Programs(plain, new HostUser("dev", 1000, 1000, "/home/dev", "/bin/sh"))));
    }

    public static CommandLine commandLine(String... args) {
        CommandLine.IFactory factory = new CommandLine.IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                if (type == Version.class) {
                    return type.cast(NO_VERSION); // that is in the packaged program's configuration
                }
                K made = CommandLine.defaultFactory().create(type);
                if (made instanceof Root root) {
                    root.session = SESSION;
                }
                return made;
            }
        };
        return Commands.commandLine(factory, spec -> HelpPage.of(spec).name(), args)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ERRORS);
    }

    /// @return what a wrong command line is answered with; of one that is right, nothing
    public static String complaint(String... args) {
        StringWriter err = new StringWriter();
        CommandLine line = commandLine(args).setErr(new PrintWriter(err)).setExecutionStrategy(_ -> 0);
        int exit = line.execute(args);
        return exit + "\n" + err;
    }

    /// @return all commands that users are told of, `repoman` first
    public static List<CommandSpec> commands() {
        List<CommandSpec> all = new ArrayList<>();
        collect(commandLine().getCommandSpec(), all);
        return all;
    }

    private static void collect(CommandSpec spec, List<CommandSpec> all) {
        if (!spec.usageMessage().hidden()) {
            all.add(spec);
            spec.subcommands().values().forEach(c -> collect(c.getCommandSpec(), all));
        }
    }
}
