package dev.repoman.cli.command;

import dev.repoman.cli.console.Style;
import dev.repoman.cli.view.DoctorView;
import dev.repoman.cli.view.Json;
import dev.repoman.cli.view.SettingView;
import dev.repoman.cli.view.SetupView;
import dev.repoman.host.Archive;
import dev.repoman.plan.doctor.Redaction;
import dev.repoman.plan.doctor.Surroundings;
import dev.repoman.plan.setup.SetupRequest;
import dev.repoman.project.HostUser;
import dev.repoman.project.RepomanException;
import dev.repoman.usecase.SetupHost;
import dev.repoman.usecase.ShowConfig;
import dev.repoman.usecase.doctor.Describe;
import dev.repoman.usecase.doctor.Section;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The archive for a report of a bug: what doctor found, the plan of setup, the registry, and what Incus and the
/// overrides say, without values that may be secret.
@ApplicationScoped
class DoctorBundle {
    private final Describe describe;
    private final ShowConfig config;
    private final SetupHost setup;
    private final SetupView plans;
    private final Json documents;
    private final HostUser user;

    DoctorBundle(
            Describe describe, ShowConfig config, SetupHost setup, SetupView plans, Json documents, HostUser user) {
        this.describe = describe;
        this.config = config;
        this.setup = setup;
        this.plans = plans;
        this.documents = documents;
        this.user = user;
    }

    /// @param file as typed
    /// @param version of this program
    /// @return the file
    Path write(String file, String version, List<Section> sections) {
        Surroundings surroundings = describe.surroundings();
        SortedMap<String, String> files = new TreeMap<>(surroundings.files());
        files.put("version.txt", version + "\njava " + Runtime.version() + "\n");
        add(files, "doctor.json", () -> documents.text(DoctorView.document(sections)));
        add(
                files,
                "setup.json",
                () -> documents.text(plans.document(
                        setup.plan(setup.look(new SetupRequest(null, null, null, null, false), true)), true)));
        add(files, "registry.txt", () -> String.join("\n", SettingView.lines(config.all(), 0, Style.PLAIN)));
        Redaction redaction = new Redaction(surroundings.secrets());
        files.replaceAll((_, text) -> redaction.clean(text));
        Path to = Path.of(user.expand(file)).toAbsolutePath();
        Archive.write(to, files, Instant.now().getEpochSecond());
        return to;
    }

    /// What cannot be read is what the report may be about.
    private static void add(SortedMap<String, String> files, String name, Supplier<String> text) {
        try {
            files.put(name, text.get() + "\n");
        } catch (RepomanException e) {
            files.put(name, e.what() + "\n");
        }
    }
}
