package dev.repoman.cli.command;

import dev.repoman.cli.console.ExitCode;
import dev.repoman.cli.console.Session;
import dev.repoman.cli.console.Streams;
import dev.repoman.cli.view.DoctorView;
import dev.repoman.cli.view.Json;
import dev.repoman.project.Fault;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.FindProject;
import dev.repoman.usecase.doctor.Section;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `repoman doctor`.
@Command(
        name = "doctor",
        description = {
            "Check whether everything works, and show what to fix.",
            "Without --fix, it changes nothing that stays. Exit code 0: all is well; 6: something is to be fixed; 3: no container can work."
        },
        footer = {
            "%nExamples:",
            "  repoman doctor",
            "  repoman doctor demo        also inside the container of demo",
            "  repoman doctor --quiet     only what is to be fixed",
            "  repoman doctor --json",
            "  repoman doctor --bundle report.tar.gz",
            "  repoman doctor demo --fix",
            "  repoman doctor demo --restore-drill"
        })
public class DoctorCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Look into the container of this project, or a path in its repository; without it, into a new"
                    + " container of the default image, which is deleted again.")
    @Nullable
    String name;

    @Option(names = "--host", order = 1, description = "Look into no container, wherever you stand.")
    boolean onlyHost;

    @Option(
            names = "--bundle",
            order = 2,
            paramLabel = "FILE",
            description = "Also write what a report of a bug needs into a new FILE.tar.gz, without secret values.")
    @Nullable
    String bundle;

    @Mixin
    JsonOption json;

    @Option(
            names = "--fix",
            order = 3,
            description = "Then fix what setup and repair can: show each plan, and ask. Lines for root stay yours.")
    boolean fix;

    @Option(
            names = {"-y", "--yes"},
            order = 4,
            description = "With --fix, do not ask.")
    boolean yes;

    @Option(
            names = "--restore-drill",
            order = 5,
            description = "Only restore the backup of NAME into a folder of its own, compare it, and delete it.")
    boolean drill;

    @Spec
    CommandSpec spec;

    @Inject
    Json documents;

    @Inject
    DoctorBundle bundles;

    @Inject
    DoctorFix fixes;

    @Inject
    DoctorPage page;

    @Inject
    FindProject find;

    @Inject
    Session session;

    @Override
    public Integer call() {
        ProjectName project =
                name != null ? find.named(name) : onlyHost ? null : find.here().orElse(null);
        if (fix && session.json()) {
            throw new RepomanException(
                    Fault.USAGE,
                    "--fix asks, and prints no JSON",
                    "repoman doctor --fix --yes, then repoman doctor --json");
        }
        PrintWriter out = Streams.out();
        List<Section> sections = drill ? page.drill(which(project)) : page.run(project, !onlyHost);
        if (fix && !drill && fixes.run(sections, project, yes)) {
            sections = page.run(project, !onlyHost);
        }
        if (bundle != null) {
            Path file = bundles.write(bundle, String.join("\n", spec.root().version()), sections);
            if (!session.quiet() && !session.json()) {
                out.println("wrote " + file + ": read it before you pass it on");
            }
        }
        if (session.json()) {
            out.println(documents.text(DoctorView.document(sections)));
        } else if (!session.quiet()) {
            out.println(DoctorView.summary(sections));
        }
        out.flush();
        return exit(sections).code;
    }

    private static ProjectName which(@Nullable ProjectName project) {
        if (project == null) {
            throw new RepomanException(
                    Fault.USAGE, "--restore-drill needs a project", "repoman doctor NAME --restore-drill");
        }
        return project;
    }

    private static ExitCode exit(List<Section> sections) {
        if (sections.stream().anyMatch(Section::fatal)) {
            return ExitCode.ENVIRONMENT;
        }
        return sections.stream().allMatch(s -> s.bad().isEmpty()) ? ExitCode.OK : ExitCode.CHANGES;
    }
}
