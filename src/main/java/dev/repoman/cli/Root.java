package dev.repoman.cli;

import dev.repoman.cli.console.Session;
import jakarta.inject.Inject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `repoman` itself: the options that every command has.
@Command(
        name = "repoman",
        description = "Every repository gets its own Incus container.",
        footer = {
            "%nEvery command has its own help: repoman new --help.",
            "%nExamples:",
            "  repoman setup        once on each host",
            "  repoman new demo     a container for ~/repos/demo",
            "  repoman shell demo   work in it",
            "  repoman list         list your projects"
        },
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        sortOptions = false)
public class Root implements Runnable {
    @Spec
    CommandSpec spec;

    @Inject
    public Session session;

    @Option(
            names = "--registry",
            order = 4,
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "The registry to use instead of ~/.config/repoman/repoman.toml (also: REPOMAN_REGISTRY).")
    void registry(String file) {
        session.registry(file);
    }

    @Option(
            names = "--color",
            order = 1,
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            description = "Colour: auto, always or never (default: auto).")
    void color(Session.ColorMode mode) {
        session.color(mode);
    }

    @Option(
            names = {"-v", "--verbose"},
            order = 3,
            scope = ScopeType.INHERIT,
            description = "Show each call to Incus and each program, with timing.")
    void verbose(boolean on) {
        session.verbose(on);
    }

    @Option(
            names = "--trace-file",
            order = 5,
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Append what -v shows to this file, with timestamps.")
    void traceFile(String file) {
        session.traceFile(file);
    }

    @Option(
            names = {"-q", "--quiet"},
            order = 2,
            scope = ScopeType.INHERIT,
            description = "Print only what went wrong.")
    void quiet(boolean on) {
        session.quiet(on);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
