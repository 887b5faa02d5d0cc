package dev.repoman.cli.command;

import dev.repoman.apply.Applier;
import dev.repoman.cli.console.Terminal;
import dev.repoman.cli.console.Terminal.Stream;
import dev.repoman.plan.checkpoint.Schedule;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.project.Containment;
import dev.repoman.project.GitUrl;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Port;
import dev.repoman.project.ProjectName;
import dev.repoman.registry.OverrideEdit;
import dev.repoman.usecase.NewProject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `repoman new`.
@Command(
        name = "new",
        description = "Give a repository its own container.",
        footer = {
            "%nExamples:",
            "  repoman new demo                      ~/repos/demo, created if missing",
            "  repoman new demo --clone URL          the same, cloned",
            "  repoman new                           the folder where you stand",
            "  repoman new web --repo site --image images:debian/13/cloud",
            "  repoman new bot --hermes              with an agent; see repoman image build --help"
        })
public class NewCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "Name of the project and of its container (default: that of the folder, or of the clone).")
    @Nullable
    String name;

    @Option(
            names = "--repo",
            order = 1,
            paramLabel = "DIR",
            description = "Folder below defaults.repos_root, or the path of one elsewhere (default: NAME).")
    @Nullable
    String repo;

    @Option(names = "--clone", order = 2, paramLabel = "URL", description = "Clone this into the folder.")
    @Nullable
    String cloneUrl;

    @Option(
            names = "--image",
            order = 3,
            paramLabel = "IMAGE",
            description = "images:ALIAS, or ALIAS of a local image (default: defaults.default_image).")
    @Nullable
    String image;

    @Option(
            names = "--profile",
            order = 4,
            paramLabel = "PROFILE",
            description = "Use this profile instead of defaults.profiles; can be repeated.")
    List<String> profiles = new ArrayList<>();

    @Option(
            names = "--llm",
            order = 5,
            negatable = true,
            description = "With or without the model daemon, profile llm-share (default: defaults.llm.enabled).")
    @Nullable
    Boolean llm;

    @Option(
            names = "--hermes",
            order = 6,
            negatable = true,
            description = "With or without its own hermes (default: defaults.llm.hermes_default).")
    @Nullable
    Boolean hermes;

    @Option(
            names = "--cpu",
            order = 7,
            paramLabel = "COUNT",
            description = "Limit it to so many processors, as limits.cpu of Incus.")
    @Nullable
    String cpu;

    @Option(names = "--memory", order = 8, paramLabel = "SIZE", description = "Limit its memory, for example to 4GiB.")
    @Nullable
    String memory;

    @Option(
            names = "--port",
            order = 9,
            paramLabel = "[HOST:]PORT",
            description = "Forward this port of the host; can be repeated.")
    List<String> ports = new ArrayList<>();

    @Option(
            names = "--containment",
            order = 10,
            paramLabel = "LEVEL",
            description = "What it reaches: open, guarded or sealed (default: defaults.containment).")
    @Nullable
    Containment containment;

    @Option(
            names = "--ssh-agent",
            order = 11,
            description = "Let everything inside sign with your SSH keys, while your ssh agent runs.")
    boolean sshAgent;

    @Option(
            names = "--checkpoint-every",
            order = 12,
            paramLabel = "TIME",
            description = "Let Incus take a checkpoint of the container so often, for example 1h or 30m.")
    @Nullable
    String checkpointEvery;

    @Option(
            names = "--target",
            order = 13,
            paramLabel = "MEMBER",
            description = "In a cluster: on this member, or with @GROUP on one of that group.")
    @Nullable
    String target;

    @Option(
            names = "--host",
            order = 14,
            paramLabel = "HOST",
            description = "On another machine: its container and its repository are there.")
    @Nullable
    String host;

    @Option(names = "--no-backup", order = 15, description = "Exclude it from sync --all.")
    boolean noBackup;

    @Option(
            names = {"-y", "--yes"},
            order = 16,
            description = "Use a folder with files that is not a repository, without asking.")
    boolean yes;

    @Option(names = "--keep-failed", order = 17, description = "Keep what was created if something fails.")
    boolean keepFailed;

    @Mixin
    DryRunOption dryRun;

    @Mixin
    JsonOption json;

    @Inject
    NewProject projects;

    @Inject
    ChangeRunner changes;

    @Inject
    Terminal terminal;

    @Override
    public Integer call() {
        GitUrl url = cloneUrl == null ? null : GitUrl.parse(cloneUrl);
        String folder = folder(url);
        ProjectName project = name == null
                ? fitted(folder == null ? Objects.requireNonNull(url).name() : folder)
                : new ProjectName(name);
        NewRequest request = NewRequest.of(project).with(it -> {
            it.repo = folder;
            it.cloneUrl = url;
            it.image = image == null ? null : ImageRef.parse(image);
            it.profiles = profiles;
            it.llm = llm;
            it.hermes = hermes;
            it.backup = !noBackup;
            it.prompts = terminal.isTerminal(Stream.IN) && !json.on;
            it.edit = edit();
            it.containment = containment;
            it.target = target;
            it.host = host;
        });
        String question = yes || dryRun.on
                ? null
                : projects.plainFolder(request)
                        .map(it -> it + " has files and is not a git repository; use it as it is?")
                        .orElse(null);
        return changes.run(new ChangeRunner.Change(
                "new " + project,
                project,
                () -> projects.plan(request),
                keepFailed ? Applier.OnFailure.KEEP : Applier.OnFailure.UNDO,
                question,
                project + " is ready: repoman shell " + project,
                dryRun.on));
    }

    private OverrideEdit edit() {
        OverrideEdit edit =
                OverrideEdit.of(ports.stream().map(Port::parse).distinct().toList(), settings());
        return sshAgent ? edit.withSshAgent() : edit;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        if (cpu != null) {
            settings.put("limits.cpu", cpu);
        }
        if (memory != null) {
            settings.put("limits.memory", memory);
        }
        if (checkpointEvery != null) {
            Schedule.parse(checkpointEvery).config().forEach((key, value) -> settings.put("config." + key, value));
        }
        return settings;
    }

    /// The folder that was given, or where the user stands if nothing else says which; a path that is relative to it is
    /// made whole.
    private @Nullable String folder(@Nullable GitUrl url) {
        String given = repo == null && name == null && url == null ? "." : repo;
        boolean here = given != null
                && (given.equals(".") || given.equals("..") || given.startsWith("./") || given.startsWith("../"));
        return here ? Path.of(given).toAbsolutePath().normalize().toString() : given;
    }

    private static ProjectName fitted(String text) {
        String last = text.replaceAll("/+$", "").replaceAll(".*/", "");
        return new ProjectName(ProjectName.fitted(last).orElse(last));
    }
}
