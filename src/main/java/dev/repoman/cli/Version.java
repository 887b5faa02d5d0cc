package dev.repoman.cli;

import dev.repoman.cli.command.JsonOption;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.IVersionProvider;

/// `repoman --version`, as text and as JSON.
///
/// Alone, it is answered before the framework starts, which would take most of the time; with other options,
/// or after a command, picocli answers with the same text.
public class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"repoman " + BuildInfo.VERSION};
    }

    /// @param args the whole command line
    /// @return whether it asked only for the version, which was printed
    static boolean answered(PrintStream out, String... args) {
        List<String> given = List.of(args);
        if (given.size() == 1 && asks(args[0])) {
            out.println("repoman " + BuildInfo.VERSION);
            return true;
        }
        if (given.size() == 2 && given.contains(JsonOption.NAME) && (asks(args[0]) || asks(args[1]))) {
            out.println(json(BuildInfo.COMMIT, System.getProperty("org.graalvm.nativeimage.imagecode") != null));
            return true;
        }
        return false;
    }

    private static boolean asks(String arg) {
        return arg.equals("--version") || arg.equals("-V");
    }

    /// As [Json#text] would write it, without the library: none of these texts needs escaping.
    ///
    /// @param commit twelve digits, with `-dirty` if files differed from it; or `unknown`
    static String json(String commit, boolean nativeImage) {
        return """
                {
                  "format" : 1,
                  "version" : "%s",
                  "commit" : "%s",
                  "build" : "%s",
                  "java" : "%s"
                }""".formatted(BuildInfo.VERSION, commit, nativeImage ? "native" : "jvm", Runtime.version());
    }
}
