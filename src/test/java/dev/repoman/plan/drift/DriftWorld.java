package dev.repoman.plan.drift;

import dev.repoman.plan.Action;
import dev.repoman.plan.DataFact;
import dev.repoman.plan.FolderFact;
import dev.repoman.plan.GitFact;
import dev.repoman.plan.GitFolder;
import dev.repoman.plan.IdentityFact;
import dev.repoman.plan.Inside;
import dev.repoman.plan.InstanceChange;
import dev.repoman.plan.Plan;
import dev.repoman.plan.life.NewFacts;
import dev.repoman.plan.life.NewPlanner;
import dev.repoman.plan.life.NewRequest;
import dev.repoman.plan.life.NewSettings;
import dev.repoman.project.Cluster;
import dev.repoman.project.Containment;
import dev.repoman.project.Device;
import dev.repoman.project.Fault;
import dev.repoman.project.HostUser;
import dev.repoman.project.ImageRef;
import dev.repoman.project.Instance;
import dev.repoman.project.Profile;
import dev.repoman.project.ProjectName;
import dev.repoman.project.RepomanException;
import dev.repoman.project.Shape;
import dev.repoman.registry.Checkpoints;
import dev.repoman.registry.Defaults;
import dev.repoman.registry.Llm;
import dev.repoman.registry.Override;
import dev.repoman.registry.Project;
import dev.repoman.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A project in memory, sound at first: gives the facts that drift is found in, and takes the actions of
/// `repair`. Fields are what a test spoils.
final class DriftWorld {
    static final HostUser DEV = new HostUser("dev", 1000, 1000, "/home/dev", "/bin/bash");
    static final String DATA = "/home/dev/.local/share/repoman/hermes/demo";
    private static final ProjectName DEMO = new ProjectName("demo");
    private static final String URL = "http://192.0.2.1:11434";

    Project entry =
            new Project(DEMO, "demo", "tiny", List.of(), "2026-01-01T00:00:00Z", "", true, false, Containment.OPEN);
    List<String> entryProfiles = new ArrayList<>(List.of("default", "claude-share"));
    boolean entryBackup = true;
    boolean entryHermes;
    String lastSync = "";
    String repo = "demo";
    boolean models;

    Optional<String> image = Optional.empty();
    Optional<List<String>> overrideProfiles = Optional.empty();
    Optional<Boolean> backup = Optional.empty();
    Optional<Boolean> overrideHermes = Optional.empty();
    final Map<String, String> variables = new TreeMap<>();
    final Map<String, String> overrideConfig = new TreeMap<>();
    Optional<String> disk = Optional.empty();
    final Map<String, Map<String, String>> overrideDevices = new TreeMap<>();
    boolean unreadable;

    boolean there = true;
    boolean running = true;
    List<String> profiles = new ArrayList<>(entryProfiles);
    Map<String, String> config = new TreeMap<>(Map.of(
            "security.guestapi",
            "false",
            "user.repoman.repo",
            "/home/dev/repos/demo",
            "user.repoman.image",
            "tiny",
            "user.repoman.user",
            "dev",
            "user.repoman.uid",
            "1000",
            "user.repoman.created",
            "2026-01-01T00:00:00Z",
            "volatile.last_state.power",
            "RUNNING"));
    Map<String, Device> devices = new TreeMap<>(Map.of("repo", Device.shared("/home/dev/repos/demo")));

    final Set<String> known = new LinkedHashSet<>(List.of("default", "claude-share", "mine", "llm-share"));
    String ollamaHost = URL;
    FolderFact.Kind folder = FolderFact.Kind.FOLDER;
    String within;
    FolderFact.Kind data = FolderFact.Kind.FOLDER;
    String ofRoot;
    boolean nic;
    boolean sudo = true;
    boolean sshAgent;
    Optional<Containment> overrideContainment = Optional.empty();
    boolean identityDiffers;
    boolean sudoWorks;
    boolean reachesHost;
    final Set<String> stale = new LinkedHashSet<>();

    void withHermes() {
        entryHermes = true;
        overrideHermes = overrideHermes.map(_ -> true);
    }

    void withModels() {
        if (!models) {
            models = true;
            entryProfiles.add("llm-share");
            profiles.add("llm-share");
        }
    }

    List<Drift> drift() {
        return unreadable
                ? List.of(DriftFinder.unreadable(
                        new RepomanException(Fault.REGISTRY, "demo.toml:1: no", "fix that file")))
                : DriftFinder.find(facts());
    }

    ProjectFacts facts() {
        Project is = entry == null
                ? null
                : new Project(
                        DEMO,
                        repo,
                        entry.image(),
                        entryProfiles,
                        entry.created(),
                        lastSync,
                        entryBackup,
                        entryHermes,
                        Containment.OPEN);
        Defaults base = Defaults.BUILT_IN;
        Llm llm = new Llm(models, false, models ? URL : "", Llm.Wiring.LAN, List.of(), List.of());
        Defaults defaults = new Defaults(
                "",
                base.reposRoot(),
                base.backupRoot(),
                base.incusProject(),
                base.defaultImage(),
                base.profiles(),
                base.claudeShareProfile(),
                base.bridge(),
                base.containment(),
                base.allowed(),
                Checkpoints.BUILT_IN,
                llm);
        return new ProjectFacts(
                DEMO,
                new Registry(defaults, is == null ? List.of() : List.of(is)),
                is,
                override(),
                there ? instance() : null,
                true,
                DATA,
                DEV,
                new ProjectFacts.Around(
                        folder(),
                        new DataFact(DATA, data, List.of()),
                        known.stream().map(this::profile).toList(),
                        stale,
                        ofRoot,
                        new Inside("[safe]", sudo),
                        identityDiffers,
                        sudoWorks,
                        reachesHost));
    }

    private Override override() {
        return new Override(
                image,
                overrideProfiles,
                backup,
                overrideHermes,
                variables,
                overrideConfig,
                disk,
                overrideDevices.entrySet().stream()
                        .map(d -> new Override.Device(d.getKey(), d.getValue()))
                        .toList(),
                Override.Git.OF_THE_HOST,
                Optional.empty(),
                sudo,
                overrideContainment,
                sshAgent,
                List.of());
    }

    private FolderFact folder() {
        return new FolderFact("/home/dev/repos/demo", "/home/dev/repos/demo", folder, "ext4", within);
    }

    private Instance instance() {
        return new Instance(
                "demo",
                running ? "Running" : "Stopped",
                "",
                profiles,
                config,
                config,
                new TreeMap<>(devices),
                new TreeMap<>(devices),
                List.of(),
                List.of());
    }

    private Profile profile(String name) {
        return new Profile(
                name,
                "",
                name.equals("llm-share") ? Map.of("environment.OLLAMA_HOST", ollamaHost) : Map.of(),
                name.equals("default") ? ofDefault() : new TreeMap<>(),
                "");
    }

    private SortedMap<String, Device> ofDefault() {
        SortedMap<String, Device> all = new TreeMap<>();
        all.put("root", Device.of(Map.of("type", "disk", "path", "/", "pool", "p")));
        if (nic) {
            all.put("eth0", Device.of(Map.of("type", "nic", "nictype", "bridged", "parent", "br0", "name", "eth0")));
        }
        return all;
    }

    void apply(Plan plan) {
        for (Action action : plan.actions()) {
            switch (action) {
                case Action.ReshapeInstance reshape -> {
                    SortedMap<String, Device> before = new TreeMap<>(devices);
                    take(InstanceChange.applied(reshape.changes(), Shape.of(profiles, config, devices)));
                    stale.removeIf(name -> !Objects.equals(before.get(name), devices.get(name)));
                }
                case Action.MakeHermesFolder _ -> data = FolderFact.Kind.EMPTY;
                case Action.ProvisionUser _ -> {
                    ofRoot = null;
                    identityDiffers = false;
                    sudoWorks = false;
                }
                case Action.ReplugDevice replug -> stale.remove(replug.name());
                default -> throw new AssertionError(action);
            }
        }
    }

    /// What `new` makes for the same entry and override.
    void takeShapeOfNew() {
        NewRequest request = NewRequest.of(DEMO).with(it -> {
            it.image = ImageRef.parse("tiny");
            it.profiles = entryProfiles;
        });
        NewSettings settings =
                NewSettings.resolve(request, new Registry(Defaults.BUILT_IN, List.of()), override(), DEV);
        NewFacts facts = new NewFacts(
                folder(),
                new GitFolder.Inside(),
                null,
                null,
                false,
                null,
                new GitFact.None(),
                null,
                Cluster.NONE,
                List.of(),
                "/home/dev/repos",
                known.stream().map(this::profile).toList(),
                null,
                Map.of(),
                null,
                new DataFact(DATA, FolderFact.Kind.MISSING, List.of()),
                IdentityFact.NONE,
                "/home/dev/.config/repoman/repos.d/demo.toml",
                "/home/dev/.local/state/repoman/logs/setup-demo.log",
                "2026-01-01T00:00:00Z");
        new NewPlanner()
                .plan(settings, facts).actions().stream()
                        .filter(Action.CreateInstance.class::isInstance)
                        .map(Action.CreateInstance.class::cast)
                        .forEach(create -> take(Shape.of(
                                create.spec().profiles(),
                                create.spec().config(),
                                create.spec().devices())));
    }

    private void take(Shape shape) {
        profiles = new ArrayList<>(shape.profiles());
        config = new TreeMap<>(shape.config());
        devices = new TreeMap<>(shape.devices());
    }
}
